"""Writing files at once: a reader sees the former text or the new one, never a part."""

import os
import uuid
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace the file at `path` at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        with scratch.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
