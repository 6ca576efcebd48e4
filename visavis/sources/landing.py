"""A file on its way in: its bytes go straight to disk and through SHA-256, and it has no name until it is whole."""

import contextlib
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from visavis.sources.filenames import numbered, safe_name

INCOMING = "exports/.incoming"
"""Where parts stand: hidden, so that no glob of a source meets them."""
PART = ".part"
FORSAKEN = 24 * 3600
"""Seconds after which a part that nobody finished is swept away."""


@dataclass(slots=True)
class Landing:
    """One file being received; `keep` gives it its name, `forsake` leaves nothing of it."""

    name: str
    size: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _part: Path | None = None
    _stream: BinaryIO | None = None

    @classmethod
    def begin(cls, home: Path, name: str) -> "Landing":
        """An empty part under the home's exports; raises OSError."""
        folder = home / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder, suffix=PART)
        return cls(name, _part=Path(part), _stream=os.fdopen(handle, "wb", buffering=0))

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append; raises OSError where the disk is full."""
        assert self._stream is not None
        view = memoryview(chunk)
        while view:
            view = view[self._stream.write(view) :]
        self._digest.update(chunk)
        self.size += len(chunk)

    def settle(self) -> None:
        """Wait until the whole file is on the disk, which may take long; raises OSError."""
        assert self._stream is not None
        if not self._stream.closed:
            os.fsync(self._stream.fileno())
            self._stream.close()

    def keep(self, folder: Path) -> Path:
        """Name the whole file in `folder`, for good: safe, numbered where the name is taken, never over another file."""
        assert self._part is not None
        self.settle()
        os.chmod(self._part, 0o640)
        folder.mkdir(parents=True, exist_ok=True)
        name = safe_name(self.name)
        for number in range(1, 10_000):
            target = folder / numbered(name, number)
            with contextlib.suppress(FileExistsError):
                os.link(self._part, target)
                break
        self._part.unlink()
        self._part = None
        return target

    def forsake(self) -> None:
        """Leave nothing; harmless once kept."""
        if self._stream is not None:
            self._stream.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)
            self._part = None


def sweep(home: Path) -> None:
    """Remove parts that a killed server left."""
    for part in (home / INCOMING).glob(f"*{PART}"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > FORSAKEN:
                part.unlink()
