"""Which record is believed where several describe one client: the rules of the golden record, as people declare them.

`HOME/record.yaml` says it field by field; what it leaves out follows the defaults. Name and address are taken whole, from one
record each: a street of one source and a town of another would be an address where nobody lives.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from visavis.declarations import Written, read_declarations
from visavis.mistakes import Mistake, Words

FILE = "record.yaml"

Way = Literal["most_recent", "most_frequent", "most_complete", "longest"]

Source = Annotated[str, Field(min_length=1, max_length=200)]


class Trusted(Written):
    """Sources, the most trusted one first; where none of them says anything, the others are asked as by `most_complete`."""

    trusted: tuple[Source, ...] = Field(min_length=1, description="Names of sources, the most trusted one first")


Rule = Way | Trusted


class RecordRules(Written):
    """`record.yaml`: which record each field of a client is taken from.

    most_recent: the record changed last; most_frequent: what most records say; most_complete: the record that fills most
    fields; longest: the longest value. What ties is decided by the record that says more, then by the one changed last, then by
    the order of source and key; what nobody says stays empty. Of e-mails and phones all are kept, in the order of the rule.
    """

    called: Rule = Field(
        "most_complete",
        alias="name",
        description="Given and family name, or the name of an organisation, from one record",
    )
    company: Rule = Field("most_recent", description="The company that a person belongs to")
    address: Rule = Field("most_recent", description="Street, postcode, city and country, from one record")
    birth_date: Rule = Field("most_frequent", description="Date of birth")
    language: Rule = Field("most_recent", description="Preferred language")
    emails: Rule = Field("most_recent", description="E-mail addresses: which come first")
    phones: Rule = Field("most_recent", description="Phone numbers: which come first")

    def of(self, unit: str) -> Rule:
        """The rule of a unit (see UNITS)."""
        rule: Rule = getattr(self, "called" if unit == "name" else unit)
        return rule


DEFAULT = RecordRules()

UNITS: dict[str, tuple[str, ...]] = {
    "name": ("given_name", "family_name", "name"),
    "company": ("company",),
    "address": ("street", "postcode", "city", "country"),
    "birth_date": ("birth_date",),
    "language": ("language",),
    "emails": ("emails",),
    "phones": ("phones",),
}
"""What a rule is about → the fields that are taken together, from one record."""

LISTS = ("emails", "phones")
"""Of these every value is kept."""

FILLED = (
    *("kind", "given_name", "family_name", "name", "emails", "phones"),
    *("street", "postcode", "city", "birth_date", "company"),
)
"""What makes a record complete."""

BARE = str.maketrans(
    "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ-’",
    "aaaaaaceeeeiiiinooooouuuuyy '",
)
"""Letters of which a writing without its accent says the same; hyphens and apostrophes likewise."""

SAID: dict[str, Words] = {
    "most_recent": Words("de la fiche modifiée en dernier", "from the record changed last"),
    "most_frequent": Words("ce que disent le plus de fiches", "what most records say"),
    "most_complete": Words("de la fiche la plus complète", "from the most complete record"),
    "longest": Words("la valeur la plus longue", "the longest value"),
    "trusted": Words("de la source la plus sûre", "from the most trusted source"),
}
"""Name of a rule → why the value was kept."""


def name_of(rule: Rule) -> str:
    """The rule's name: the key of SAID."""
    return "trusted" if isinstance(rule, Trusted) else rule


def rules_of(home: Path) -> RecordRules:
    """What `record.yaml` of `home` declares, defaults where there is none; raises Mistake where it can't be understood."""
    file = home / FILE
    declared = read_declarations([file], RecordRules) if file.exists() else []
    if len(declared) > 1:
        raise Mistake(
            Words(fr="ce fichier ne peut contenir qu’un document", en="this file can hold one document alone"),
            remedy=Words(fr="réunissez-les en un seul", en="make one of them"),
            file=file,
            line=declared[1].line,
        )
    return declared[0].value if declared else DEFAULT
