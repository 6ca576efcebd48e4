"""What a source's events are called: order, ticket, incident, delivery …, from the words of its columns and file."""

import re
from collections.abc import Iterable

from visavis.sources.looking.names import words_of

_NOUNS = {
    "incident": "incident incidents",
    "ticket": "ticket tickets helpdesk case cases cas dossier dossiers",
    "order": "order orders commande commandes cmd achat achats",
    "complaint": "complaint complaints reclamation reclamations plainte plaintes litige litiges",
    "report": "report reports signalement signalements",
    "request": "request requests demande demandes",
    "claim": "claim claims sinistre sinistres",
    "intervention": "intervention interventions visite visites rendezvous rdv appointment appointments",
    "call": "call calls appel appels",
    "payment": "payment payments paiement paiements",
    "invoice": "invoice invoices facture factures",
    "contract": "contract contracts contrat contrats",
    "parcel": "parcel parcels colis package packages",
    "item": "item items article articles ligne lignes",
    "return": "return returns retour retours",
}
_BY_WORD = {word: noun for noun, words in _NOUNS.items() for word in words.split()}


def noun_of(names: Iterable[str], default: str) -> str:
    """The first business noun among `names`, in order; else `default`."""
    for name in names:
        for word in words_of(name):
            if word in _BY_WORD:
                return _BY_WORD[word]
    return default


_DROPPED = {
    "dataset",
    "data",
    "export",
    "exports",
    "extract",
    "extraction",
    "csv",
    "final",
    "fixed",
    "small",
    "full",
    "copie",
    "copy",
    "the",
    "until",
    "jusqu",
    "part",
    "partie",
}


def source_name(stems: list[str]) -> str:
    """A name for a source: what its file names have in common, without dates, numbers and words such as `export`."""
    shared = [word for word in _words(stems[0]) if all(word in _words(stem) for stem in stems[1:])]
    kept = [word for word in shared if word not in _DROPPED and not re.fullmatch(r"\d+|v\d+|q[1-4]|part\d+", word)]
    return "-".join(kept or shared or ["source"])[:60].strip("-") or "source"


def _words(stem: str) -> list[str]:
    return list(words_of(re.sub(r"\d{4}[-_]?\d{2}([-_]?\d{2})?", " ", stem)))


def noun_words(stems: list[str]) -> frozenset[str]:
    """The words of file names, without a final s, to be found again in the names of columns."""
    return frozenset(
        word.rstrip("s") for stem in stems for word in _words(stem) if word not in _DROPPED and not word.isdigit()
    )
