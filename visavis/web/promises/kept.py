"""What the last run kept of the promises, beside what is declared now."""

from dataclasses import dataclass

from django.conf import settings

from visavis.declarations.editing import readable
from visavis.engine.holding.promise import Promise
from visavis.mirror.keeping import from_document
from visavis.mirror.reasons import Reason
from visavis.mirror.reflection import Mirror, Reflected
from visavis.mirror.remedies import remedy
from visavis.mirror.telling import tell_promise
from visavis.mirror.told import PromiseTold
from visavis.mirror.typesetting import spoken as in_words
from visavis.mirror.typesetting import typeset
from visavis.mistakes import Words
from visavis.promises.ledger import FOLDER
from visavis.running.models import Document
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

    @property
    def measurable(self) -> bool:
        """Whether there is a rate."""
        return self.told is not None and self.told.measurable


def mirror() -> Mirror | None:
    """The mirror of the last run that published; None before."""
    kept = Document.objects.filter(name="mirror").first()
    return from_document(kept.body) if kept else None


def rows(seen: Mirror | None, only: str | None = None) -> tuple[list[Row], list[Shown]]:
    """Promises declared now or shown by the last run (all, or `only` that one), in order; and what can't be read."""
    declared, wrong = readable(settings.HOME / FOLDER, Promise)
    lived = {each.name: each for each in seen.promises} if seen else {}
    found = []
    for each in declared:
        own = each.value
        says = Words(fr=own.says.say("fr"), en=own.says.say("en"))
        reflected = lived.pop(own.name, None)
        if only in (None, own.name):
            found.append(_row(own.name, says, str(own.audience), own.carrier, own, reflected, each.file.name))
    found += [
        _row(each.name, each.says, each.audience, each.carrier, None, each, "")
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
    file: str,
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
        told=tell_promise(lived, lang) if lived else None,
        why=in_words(Words(fr=why.say("fr"), en=why.say("en")), lang) if why else "",
        what_to_do=typeset(remedy(why, lang)) if why else "",
        file=file,
    )
