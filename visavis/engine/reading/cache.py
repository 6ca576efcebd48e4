"""Where what the reader builds is kept: outside the repository and outside every home, since it holds no company data."""

import os
from pathlib import Path


def cache_folder(cache: Path | None = None) -> Path:
    """The reader's cache: `cache`, else `VISAVIS_CACHE`, else `$XDG_CACHE_HOME/visavis` or `~/.cache/visavis`; `reader` below."""
    if cache is None:
        told = os.environ.get("VISAVIS_CACHE")
        cache = Path(told) if told else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visavis"
    return cache / "reader"
