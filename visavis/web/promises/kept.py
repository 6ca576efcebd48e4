"""What the last run kept of the promises, beside what is declared now."""

import datetime
from dataclasses import dataclass

from django.conf import settings

from visavis.declarations.editing import readable
from visavis.engine.holding.promise import Promise
from visavis.mirror.reasons import Reason
from visavis.mirror.reasons.remedies import remedy
from visavis.mirror.reflection import Mirror, Reflected
from visavis.mirror.tell.telling import tell_promise
from visavis.mirror.tell.told import PromiseTold
from visavis.mirror.tell.typesetting import spoken as in_words
from visavis.mirror.tell.typesetting import typeset
from visavis.mistakes import Words
from visavis.promises.ledger import FOLDER
from visavis.web.mirror.shown import Asked, ask, made_of, mirror_of
from visavis.web.mistaken import Shown, shown
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class Row:
    """A promise: as it is declared now (None: no longer), and as the last run saw it (None: not yet).

    `why` and `what_to_do` say why there is no rate; both are empty where there is one.
    """

    name: str
    says: Words
    audience: str
    carrier: str | None
    declared: Promise | None
    lived: Reflected | None
    told: PromiseTold | None
    why: str
    what_to_do: str
    file: str
    version: tuple[str, ...]
    """Tells `told` from that of another promise, home or publication; empty where there is none."""

    @property
    def measurable(self) -> bool:
        """Whether there is a rate."""
        return self.told is not None and self.told.measurable


@dataclass(frozen=True, slots=True)
class Seen:
    """The mirror of the last run that published, and its promises told in the language of the page, by name."""

    mirror: Mirror
    told: dict[str, PromiseTold]
    publication: Asked

    @property
    def version(self) -> tuple[str, ...]:
        """Tells one publication, or home, from another."""
        return str(self.publication.home), self.publication.version

    @property
    def as_of(self) -> datetime.date | None:
        """The last day that facts tell of."""
        return self.mirror.as_of


def mirror() -> Seen | None:
    """What the last run that published saw; None before."""
    asked, lang = ask(settings.HOME), spoken()
    if asked is None:
        return None
    kept = mirror_of(asked)
    return Seen(
        kept,
        made_of("each promise", asked, lang, lambda _: {p.name: tell_promise(p, lang) for p in kept.promises}),
        asked,
    )


def rows(seen: Seen | None, only: str | None = None) -> tuple[list[Row], list[Shown]]:
    """Promises declared now or shown by the last run (all, or `only` that one), in order; and what can't be read."""
    declared, wrong = readable(settings.HOME / FOLDER, Promise)
    told = seen.told if seen else {}
    lived = {each.name: each for each in seen.mirror.promises} if seen else {}
    version = seen.version if seen else ()
    found = []
    for each in declared:
        own = each.value
        says = Words(fr=own.says.say("fr"), en=own.says.say("en"))
        reflected = lived.pop(own.name, None)
        if only in (None, own.name):
            found.append(
                _row(
                    own.name,
                    says,
                    str(own.audience),
                    own.carrier,
                    own,
                    reflected,
                    told.get(own.name),
                    each.file.name,
                    version,
                )
            )
    found += [
        _row(each.name, each.says, each.audience, each.carrier, None, each, told.get(each.name), "", version)
        for each in lived.values()
        if only in (None, each.name)
    ]
    return found, shown(wrong)


def _row(
    name: str,
    says: Words,
    audience: str,
    carrier: str | None,
    declared: Promise | None,
    lived: Reflected | None,
    told: PromiseTold | None,
    file: str,
    version: tuple[str, ...],
) -> Row:
    lang = spoken()
    why = (lived.reason if lived.rate.value is None else None) if lived else Reason("not_run")
    return Row(
        name=name,
        says=says,
        audience=audience,
        carrier=carrier,
        declared=declared,
        lived=lived,
        told=told,
        why=in_words(Words(fr=why.say("fr"), en=why.say("en")), lang) if why else "",
        what_to_do=typeset(remedy(why, lang)) if why else "",
        file=file,
        version=(*version, name) if told else (),
    )
