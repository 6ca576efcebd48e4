"""Contrast of the tokens, read out of the stylesheet, in both themes (WCAG 2.2: 1.4.3 text, 1.4.11 shapes)."""

import re
from pathlib import Path

import visavis.web

CSS = (Path(visavis.web.__file__).parent / "static" / "visavis" / "visavis.css").read_text()
TEXT, SHAPE = 4.5, 3.0

PAIRS: dict[tuple[str, str], float] = {
    ("ink", "paper"): TEXT,
    ("ink", "panel"): TEXT,
    ("ink", "said-soft"): TEXT,
    ("ink", "lived-soft"): TEXT,
    ("muted", "paper"): TEXT,
    ("muted", "panel"): TEXT,
    ("muted", "said-soft"): TEXT,
    ("muted", "lived-soft"): TEXT,
    ("said", "paper"): TEXT,
    ("said", "panel"): TEXT,
    ("said", "said-soft"): TEXT,
    ("lived", "paper"): TEXT,
    ("lived", "panel"): TEXT,
    ("lived", "lived-soft"): TEXT,
    ("paper", "ink"): TEXT,
    ("paper", "muted"): TEXT,
    ("edge", "paper"): SHAPE,
    ("edge", "panel"): SHAPE,
    ("focus", "paper"): SHAPE,
    ("focus", "panel"): SHAPE,
}
"""Foreground and background that may meet on a page, and what is asked of them. The ring of focus stands off its button by 2 px
of paper, so it need not differ from ink. `--line` only rules off what spacing already tells apart: it carries no meaning."""

DECORATION = {"line"}


def tokens(css: str) -> dict[str, tuple[str, str]]:
    """Colours by name: (light, dark)."""
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_pair_is_told_apart_in_both_themes() -> None:
    colours = tokens(CSS)
    checked = {
        (pair, theme): contrast(colours[pair[0]][at], colours[pair[1]][at]) >= least
        for pair, least in PAIRS.items()
        for at, theme in enumerate(("light", "dark"))
    }
    assert checked == {(pair, theme): True for pair in PAIRS for theme in ("light", "dark")}


def test_every_colour_of_the_stylesheet_is_checked() -> None:
    assert {name for pair in PAIRS for name in pair} | DECORATION == set(tokens(CSS))


def test_no_stylesheet_writes_a_colour_outside_the_tokens() -> None:
    raw = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color)\(|:\s*(?:white|black|red|blue|grey|gray)\b"
    )
    folder = Path(visavis.web.__file__).parent / "static" / "visavis"
    found = {}
    for file in sorted(folder.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
        if file.name == "visavis.css":
            text = re.sub(r"@layer tokens \{.*?\n\}\n", "", text, flags=re.S)
        found[file.name] = [line.strip() for line in text.splitlines() if raw.search(line)]
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_stylesheet_stays_in_its_layer() -> None:
    folder = Path(visavis.web.__file__).parent / "static" / "visavis"
    outside = {}
    for file in sorted(folder.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
        outside[file.name] = [
            line for line in text.splitlines() if re.match(r"[^\s@}]", line) or re.match(r"@(?!layer)", line)
        ]
    assert {name: lines for name, lines in outside.items() if lines} == {}
