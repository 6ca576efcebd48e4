"""Where somebody is in the story, as every page of it shows."""

from dataclasses import dataclass
from typing import Any

from visavis.mistakes import Words
from visavis.running.story import Place, Step

NAMES = {
    Step.FILES: Words(fr="Vos fichiers", en="Your files"),
    Step.MAPPING: Words(fr="Ce qu’ils disent", en="What they say"),
    Step.PROMISES: Words(fr="Vos promesses", en="Your promises"),
    Step.FORECAST: Words(fr="Votre pronostic", en="Your forecast"),
    Step.MIRROR: Words(fr="Le miroir", en="The mirror"),
}
URLS = {
    Step.FILES: "start-files",
    Step.MAPPING: "start-mapping",
    Step.PROMISES: "start-promises",
    Step.FORECAST: "start-forecast",
    Step.MIRROR: "mirror",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as listed: whether it is this page's, whether it lies behind."""

    name: Words
    here: bool
    behind: bool


def steps(here: Step) -> list[Shown]:
    """All steps, `here` marked."""
    order = list(Step)
    return [Shown(NAMES[step], step is here, order.index(step) < order.index(here)) for step in order]


def url_of(place: Place) -> tuple[str, dict[str, Any]]:
    """The page to go to: of the job to wait for, else of the step."""
    if place.job is not None:
        return "start-progress", {"job": place.job.pk}
    return URLS[place.step], {}
