"""Files are taken where a page asks for them, and nowhere else."""

from typing import Any, NoReturn

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class NoFiles(FileUploadHandler):
    """Stops reading a request at its first file: forms are read before anyone asks who sent them, and a disk fills fast.

    A page that takes files gives its requests a handler of its own (`visavis.web.start.uploading`).
    """

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Read no further."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: no file begins."""

    def file_complete(self, file_size: int) -> None:
        """Never called either."""
