"""Files on their way from a browser to the disk: each chunk is written as it arrives, nothing is held in memory."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from visavis.mistakes import Mistake, Words
from visavis.sources.dropping import LARGEST, no_room
from visavis.sources.landing import Landing


class Landed(UploadedFile):  # type: ignore[type-arg]  # generic to the stubs alone
    """A file that arrived whole. Django closes it with the request: what nobody kept by then is gone."""

    def __init__(self, landing: Landing, content_type: str | None) -> None:
        super().__init__(name=landing.name, content_type=content_type or "", size=landing.size)
        self.landing = landing

    def close(self) -> None:
        """Leave nothing of what was not kept."""
        self.landing.forsake()


class ToDisk(FileUploadHandler):
    """Streams every file of a request to parts under the home; `mistake` tells why it stopped before the end."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest, home: Any) -> None:
        super().__init__(request)
        self.home = home
        self.mistake: Mistake | None = None
        self.landing: Landing | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a part."""
        super().new_file(*args, **kwargs)
        try:
            self.landing = Landing.begin(self.home, str(self.file_name))
        except OSError as error:
            self._stop(no_room(error))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk; nothing is left for other handlers."""
        assert self.landing is not None
        if self.landing.size + len(raw_data) > LARGEST:
            self._stop(_too_large(self.landing.name))
        try:
            self.landing.write(raw_data)
        except OSError as error:
            self._stop(no_room(error))

    def file_complete(self, file_size: int) -> Landed | None:
        """The whole file, still without its name."""
        landing, self.landing = self.landing, None
        return None if landing is None else Landed(landing, self.content_type)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle of a file."""
        self.forsake()
        self.mistake = INTERRUPTED

    def forsake(self) -> None:
        """Leave nothing of a file that did not arrive whole."""
        if self.landing is not None:
            self.landing.forsake()
            self.landing = None

    def _stop(self, mistake: Mistake) -> None:
        self.forsake()
        self.mistake = mistake
        raise StopUpload(connection_reset=False)


INTERRUPTED = Mistake(
    Words(
        fr="l’envoi s’est interrompu: rien de ce fichier n’a été gardé, les autres y sont toujours",
        en="sending broke off: nothing of this file was kept, the others are still there",
    ),
    remedy=Words(fr="déposez-le à nouveau", en="drop it again"),
)


def _too_large(name: str) -> Mistake:
    return Mistake(
        Words(fr=f"« {name} » dépasse 2 Go", en=f"“{name}” is larger than 2 GB"),
        remedy=Words(
            fr="exportez-le en plusieurs fichiers (un par année), ou compressé en .csv.gz",
            en="export it as several files (one a year), or compressed as .csv.gz",
        ),
    )
