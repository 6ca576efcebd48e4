"""How the mirror looks outside the workspace: the same stylesheets and colours, read from the one place that holds them."""

import re
from functools import cache
from pathlib import Path

STYLES = Path(__file__).parents[2] / "web" / "static" / "visavis"
"""Files that the pages serve: read as data, so that a page and what is exported from it can't drift apart."""

_COLOUR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@cache
def stylesheet() -> str:
    """The look of the workspace and of the mirror, as one stylesheet without comments."""
    text = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in ("visavis.css", "mirror.css"))
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()


@cache
def colours() -> dict[str, str]:
    """The light theme's colour tokens: `{"said": "#1f4a8f", …}`."""
    return {name: light for name, light, _ in _COLOUR.findall(stylesheet())}
