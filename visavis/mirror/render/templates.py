"""Templates of the mirror, for those who make a file of it without serving pages."""

from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

FOLDER = Path(__file__).parents[1] / "templates"


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)], libraries={"l10n": "django.templatetags.l10n"})


def render(template: str, **context: Any) -> str:
    """The template with this context, everything in it escaped. Needs no settings and no database."""
    return _engine().get_template(template).render(Context(context, use_l10n=False))
