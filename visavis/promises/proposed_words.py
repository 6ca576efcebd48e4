"""How a proposed promise is said: as a company would say it to its clients, for a person to change."""

from visavis.mistakes import Words
from visavis.sources.wording import noun_words

_BY_THE_DAY = {
    "delivery": Words(fr="Livré au plus tard le jour annoncé", en="Delivered by the day we announced"),
    "parcel": Words(fr="Colis livré au plus tard le jour annoncé", en="Parcel delivered by the day we announced"),
    "invoice": Words(fr="Facture réglée au plus tard le jour prévu", en="Invoice settled by the day it was due"),
    "intervention": Words(fr="Nous venons le jour convenu", en="We come on the day we agreed"),
    "return": Words(fr="Retour traité au plus tard le jour annoncé", en="Return handled by the day we announced"),
}
_SCORES = {
    "review": Words(fr="Nos clients nous donnent au moins {} sur {}", en="Our clients give us at least {} of {}"),
    "csat": Words(fr="Satisfaction d’au moins {} sur {}", en="Satisfaction of at least {} of {}"),
    "nps": Words(
        fr="Nos clients nous recommandent: au moins {} sur {}", en="Our clients recommend us: at least {} of {}"
    ),
    "ces": Words(fr="C’est facile avec nous: au moins {} sur {}", en="We are easy to deal with: at least {} of {}"),
}


def by_the_day(kind: str) -> Words:
    """Done by the day that was due."""
    noun = _named(kind)
    return _BY_THE_DAY.get(kind) or Words(
        fr=f"{noun.fr}: fait au plus tard le jour annoncé", en=f"{noun.en}: done by the day we announced"
    )


def within(kind: str, level: tuple[str, str]) -> Words:
    """Done within a duration, given in English and in French."""
    noun = _named(kind)
    return Words(fr=f"{noun.fr}: fait sous {level[1]}", en=f"{noun.en}: done within {level[0]}")


def first_step(kind: str, step: str, level: tuple[str, str]) -> Words:
    """A first step within a duration, given in English and in French."""
    noun, first = _named(kind), noun_words(step)
    return Words(
        fr=f"{noun.fr}: première étape « {first.fr} » sous {level[1]}",
        en=f"{noun.en}: first “{first.en}” within {level[0]}",
    )


def kept_flag(kind: str, field: str) -> Words:
    """A flag of the data says that the service level was kept."""
    noun = _named(kind)
    return Words(fr=f"{noun.fr}: engagement de service tenu ({field})", en=f"{noun.en}: service level kept ({field})")


def at_least(instrument: str, level: int, high: float) -> Words:
    """A score of at least so much."""
    known = _SCORES.get(instrument)
    if known:
        return Words(fr=known.fr.format(level, f"{high:g}"), en=known.en.format(level, f"{high:g}"))
    return Words(fr=f"Au moins {level} sur {high:g} ({instrument})", en=f"At least {level} of {high:g} ({instrument})")


def none_missed(kind: str) -> Words:
    """Counted elsewhere: none missed."""
    noun = _named(kind)
    return Words(fr=f"{noun.fr}: aucun manquement", en=f"{noun.en}: none missed")


def _named(kind: str) -> Words:
    noun = noun_words(kind)
    return Words(fr=noun.fr[:1].upper() + noun.fr[1:], en=noun.en[:1].upper() + noun.en[1:])
