"""At which step of the journey a client meets a promise: as it says itself, else as the kinds of its facts tell."""

import unicodedata

from visavis.engine.holding.promise import Promise
from visavis.vocabulary import JourneyStep

KINDS: dict[JourneyStep, tuple[str, ...]] = {
    JourneyStep.DECIDE: ("devis", "quot", "offre", "offer", "visite-commerciale", "demo"),
    JourneyStep.BUY: ("achat", "purchase", "commande", "order", "contrat", "contract", "paiement", "payment", "factur", "invoice", "bill"),
    JourneyStep.RECEIVE: ("livr", "deliver", "colis", "parcel", "expedi", "ship", "instal", "prepar", "raccord", "mise-en-service", "activ", "setup"),
    JourneyStep.USE: ("panne", "outage", "incident", "usage", "maintenance", "entretien"),
    JourneyStep.HELP: ("ticket", "demande", "request", "dossier", "case", "reclam", "complaint", "litige", "rappel", "call", "repons", "repl", "answer", "resol", "sav", "repar", "repair", "depann", "interven", "rembours", "refund", "retour", "return", "echang", "exchang", "garanti", "warranty", "contact", "after-contact", "support"),
    JourneyStep.RENEW: ("renouvel", "renew", "reabonn", "echeance-contrat"),
    JourneyStep.LEAVE: ("resili", "cancellation", "terminat", "depart", "churn"),
}  # fmt: skip
"""How kinds of facts begin that tell of a step."""


def step_of(promise: Promise) -> str | None:
    """The step of the journey of `promise`; None where it does not say, and its kinds of facts tell of none, or of several."""
    if promise.step is not None:
        return str(promise.step)
    where = promise.test.where
    kinds = [kind for field in ("type", "instrument") for kind in _listed(where.get(field))]
    steps = {_step_of_kind(kind) for kind in kinds}
    return str(step) if len(steps) == 1 and (step := steps.pop()) is not None else None


def _listed(value: object) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _step_of_kind(kind: str) -> JourneyStep | None:
    """The step whose word the kind begins with: the longest word decides."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", kind.lower()) if not unicodedata.combining(each))
    plain = plain.replace("_", "-").replace(" ", "-").removeprefix("after-").removeprefix("apres-")
    found = [(len(word), step) for step, words in KINDS.items() for word in words if plain.startswith(word)]
    return max(found)[1] if found else None
