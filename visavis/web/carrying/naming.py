"""How pages call what teams are able to act on."""

from visavis.house.models import Remit
from visavis.mistakes import Words
from visavis.vocabulary import FRENCH, JourneyStep, Theme

THEMES: dict[str, Words] = {str(each): Words(fr=FRENCH[each], en=str(each).replace("-", " ")) for each in Theme}
STEPS: dict[str, Words] = {str(each): Words(fr=FRENCH[each], en=str(each)) for each in JourneyStep}

KINDS: dict[str, Words] = {
    str(Remit.Kind.THEME): Words(fr="thème", en="theme"),
    str(Remit.Kind.STEP): Words(fr="étape", en="step"),
    str(Remit.Kind.OBJECT): Words(fr="événements", en="events"),
}


def called(kind: str, value: str) -> Words:
    """What a remit says, in words; the kind of events as the source calls it."""
    known = {str(Remit.Kind.THEME): THEMES, str(Remit.Kind.STEP): STEPS}.get(kind, {})
    return known.get(value, Words(fr=value, en=value))
