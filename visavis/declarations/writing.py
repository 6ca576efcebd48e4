"""Writing files at once: a reader sees the former text or the new one, never a part."""

import os
import uuid
from pathlib import Path


def write_atomically(path: Path, text: str | bytes) -> None:
    """Replace the file at `path` at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        with scratch.open("wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
