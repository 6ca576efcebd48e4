"""A source as people write it: which files, how to read them, and what they say (`HOME/sources/*.yaml`)."""

import codecs
import functools
import operator
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, cast

from pydantic import Field, create_model, field_validator, model_validator

from visavis.declarations import Declared, SpokenError, Written, read_folder
from visavis.engine.tables import FACTS, Table, Type
from visavis.mistakes import Words
from visavis.sources.forms import AnyForm, Columns, Constant, Form, Where, columns_of, full, listed
from visavis.sources.kinds.mailbox.declaration import FACTS as MAILBOX_FACTS
from visavis.sources.kinds.mailbox.declaration import Mailbox

Delivery = Literal["full", "incremental", "log"]
SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
COMPUTED = ("source", "key", "flag", "place")
MOMENT_PARTS = ("_on", "_zone")
TAKEN = ("email", "phone")
"""Names under which linking keeps clients known by an address alone."""

REQUIRED = {
    "events": ("type",),
    "ratings": ("score", "low", "high"),
    "tallies": ("type", "period", "population", "missed"),
}
"""Fields without which a fact of the table means nothing."""


class Read(Written):
    """How the files are read; what is left out is found out from each file, or has the default."""

    encoding: str | None = Field(
        None, description="Encoding; default: told for each file among UTF-8, UTF-16 and cp1252 (the last if not UTF-8)"
    )
    delimiter: str | None = Field(
        None, min_length=1, max_length=1, description="What separates columns; default: found out"
    )
    quote: str | None = Field('"', max_length=1, description="What stands around texts; empty: nothing does")
    day_first: bool | None = Field(
        None,
        description="Dates as 31/12/2024 (true) or 12/31/2024 (false); default: such dates are refused, never guessed",
    )
    missing: list[str] = Field(
        default_factory=list, description="Values that mean nothing is known, beside the empty one"
    )
    zone: str | None = Field(None, description="Time zone of times without offset, such as Europe/Paris (default: UTC)")
    decimal: Literal[",", "."] | None = Field(
        None, description="Decimal mark; default: the point, and the comma where it can't be taken for anything else"
    )
    sheet: str | None = Field(None, description="Sheet of a workbook; default: the first")
    header: int = Field(1, ge=1, description="Line that names the columns")

    @field_validator("missing", mode="before")
    @classmethod
    def _as_texts(cls, value: Any) -> Any:
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        try:
            return value if value is None else codecs.lookup(value).name
        except LookupError:
            raise SpokenError(Words(fr=f"encodage inconnu: {value}", en=f"unknown encoding: {value}")) from None

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        try:
            if value is not None:
                zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise SpokenError(
                Words(
                    fr=f"fuseau horaire inconnu: {value} (exemple: Europe/Paris)",
                    en=f"unknown time zone: {value} (example: Europe/Paris)",
                )
            ) from None
        return value


class Fold(Written):
    """Several rows make one fact: all rows of a case, in an order."""

    by: Columns = Field(description="Column (or list) that names the case")
    order: list[str] = Field(
        default_factory=list, description="Columns that order the rows of a case; ties are broken by file, then line"
    )


class Fields(Written):
    """The fields of a fact; the subclass of each table names them."""

    table: ClassVar[Table]
    extra: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")], Form] = Field(
        default_factory=dict, description="Further fields, addressable as `extra.name`"
    )

    def written(self) -> dict[str, list[AnyForm]]:
        """Form of each field that is given (a list: several values in one field), without the extra ones."""
        given = {}
        for name in type(self).model_fields:
            form = getattr(self, name)
            if name != "extra" and form is not None:
                given[name] = [full(each) for each in form] if isinstance(form, list) else [full(form)]
        return given

    def forms(self) -> Iterator[tuple[str, AnyForm]]:
        """Every form with the name that people write for its field."""
        for name, forms in self.written().items():
            yield from ((name, form) for form in forms)
        yield from ((f"extra.{name}", full(form)) for name, form in self.extra.items())


class Fact(Written):
    """What one row, or one case, of the files says; the subclass of each table has its fields."""

    table: str
    key: Columns = Field(
        description="Column (or list) that identifies the fact, or `none`: identical rows stay distinct"
    )
    where: Where | None = Field(None, description="Only rows that meet these conditions")
    fold: Fold | None = Field(None, description="Several rows make one fact")
    version_by: str | None = Field(None, description="Column that tells versions under one key apart: the latest wins")
    fields: Fields

    @property
    def keyed_by(self) -> list[str]:
        """Columns of the key; empty: the fact has none."""
        return [] if self.key == "none" else listed(self.key)

    def columns(self) -> list[str]:
        """Every column that the fact reads, once."""
        names = [*self.keyed_by, *(self.where or {})]
        if self.fold:
            names += [*listed(self.fold.by), *self.fold.order]
        if self.version_by:
            names.append(self.version_by)
        for _, form in self.fields.forms():
            names += columns_of(form)
        return list(dict.fromkeys(names))

    @model_validator(mode="before")
    @classmethod
    def _keyed_by_case(cls, data: Any) -> Any:
        if isinstance(data, dict) and "key" not in data and isinstance(data.get("fold"), dict) and "by" in data["fold"]:
            return data | {"key": data["fold"]["by"]}
        return data

    @model_validator(mode="after")
    def _sound(self) -> Self:
        given = self.fields.written()
        for name in REQUIRED.get(self.table, ()):
            if name not in given:
                raise SpokenError(Words(fr=f"il manque le champ {name}", en=f"the field {name} is missing"))
        if self.fold and self.keyed_by != listed(self.fold.by):
            raise SpokenError(Words(fr="avec fold, key est fold.by", en="with fold, key is fold.by"))
        if self.fold and self.version_by:
            raise SpokenError(Words(fr="fold et version_by s’excluent", en="fold and version_by exclude each other"))
        for name, form in self.fields.forms():
            _check_form(name, form, folded=self.fold is not None)
        return self


def _check_form(name: str, form: AnyForm, *, folded: bool) -> None:
    take = None if isinstance(form, Constant) else form.take
    if take and not folded:
        raise SpokenError(
            Words(fr=f"{name}: take n’a de sens qu’avec fold", en=f"{name}: take makes sense under fold only")
        )
    if take == "count" and name.endswith("_at"):
        raise SpokenError(Words(fr=f"{name}: un nombre n’est pas une date", en=f"{name}: a count is no moment"))
    if getattr(form, "column", "") is None and take not in ("count", "any"):
        raise SpokenError(Words(fr=f"{name}: il manque column", en=f"{name}: column is missing"))


_TEXTS = ("emails", "phones", "also_known_as")


def _fields_model(table: Table) -> type[Fields]:
    given: dict[str, Any] = {}
    for column in table.columns:
        if column.name in COMPUTED or column.name.endswith(MOMENT_PARTS):
            continue
        kind: Any = Form | list[Form] | None if column.type == Type.TEXTS else Form | None
        given[column.name] = (kind, Field(None, description=column.meaning.split(":")[0]))
    model = create_model(f"{table.name.capitalize()}Fields", __base__=Fields, **given)
    model.table = table
    model.__doc__ = f"Fields of `{table.name}`: {table.meaning}."
    return model


def _fact_model(table: Table) -> type[Fact]:
    fields = _fields_model(table)
    given: dict[str, Any] = {
        "table": (Literal[table.name], Field(description="Table of the lake")),
        "fields": (fields, Field(description="What stands in each field")),
    }
    model = create_model(f"{table.name.capitalize()}Fact", __base__=Fact, **given)
    model.__doc__ = f"A fact of `{table.name}`: {table.meaning}."
    return cast(type[Fact], model)


FACT_MODELS = {name: _fact_model(table) for name, table in FACTS.items()}
if TYPE_CHECKING:
    AnyFact = Fact
else:
    AnyFact = Annotated[functools.reduce(operator.or_, FACT_MODELS.values()), Field(discriminator="table")]


class SourceDeclaration(Written):
    """One source: its files, how to read them, and the facts that they hold."""

    name: str = Field(pattern=SLUG, max_length=60, description="Name of the source: small letters, digits and hyphens")
    kind: Literal["files", "documents", "mailbox"] = Field(
        "files",
        description="`files`: rows that are facts; `documents`: PDF and HTML, read for the promises in them; `mailbox`: mails",
    )
    files: str | list[str] = Field(
        description="Path or glob, or several, from HOME: CSV, TSV, Excel, Parquet, JSON Lines, each also .gz; "
        "of documents PDF and HTML, or a folder of them; of mailboxes mbox (also .gz), Maildir, or a folder of them"
    )
    mailbox: Mailbox | None = Field(None, description="For mailboxes: whose addresses are the company's")
    read: Read = Field(default_factory=Read, description="How the files are read")
    delivery: Delivery = Field(
        "full",
        description="`full`: all files together are the truth; `incremental`, `log`: files add to what is known; default: `full`, of mailboxes `incremental`",
    )
    facts: list[AnyFact] = Field(
        default_factory=list,
        description="What the files say (at least one fact; documents have none, mailboxes may leave them out)",
    )

    @field_validator("name")
    @classmethod
    def _free_name(cls, value: str) -> str:
        if value in TAKEN:
            raise SpokenError(
                Words(
                    fr=f"« {value} » est réservé aux clients connus par une adresse seule: choisissez un autre nom",
                    en=f"“{value}” is kept for clients known by an address alone: choose another name",
                )
            )
        return value

    @model_validator(mode="before")
    @classmethod
    def _mailbox_by_default(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == "mailbox":
            return {"delivery": "incremental", "facts": MAILBOX_FACTS} | data
        return data

    @model_validator(mode="after")
    def _mailbox_of_its_kind(self) -> Self:
        if (self.kind == "mailbox") != (self.mailbox is not None):
            raise SpokenError(
                Words(
                    fr="kind: mailbox et mailbox: {domains: […]} vont ensemble",
                    en="kind: mailbox and mailbox: {domains: […]} go together",
                )
            )
        return self

    @model_validator(mode="after")
    def _facts_of_its_kind(self) -> Self:
        if self.kind != "documents" and not self.facts:
            raise SpokenError(
                Words(
                    fr="il manque facts: ce que disent les lignes de ces fichiers",
                    en="facts is missing: what the rows of these files say",
                )
            )
        if self.kind == "documents" and (self.facts or self.delivery != "full"):
            raise SpokenError(
                Words(
                    fr="un document n’a pas de lignes: retirez facts et delivery",
                    en="a document has no rows: remove facts and delivery",
                )
            )
        return self

    @property
    def patterns(self) -> list[str]:
        """Paths or globs of the files."""
        return [self.files] if isinstance(self.files, str) else list(self.files)

    def columns(self) -> list[str]:
        """Every column that any fact reads, once."""
        return list(dict.fromkeys(name for fact in self.facts for name in fact.columns()))


def read_sources(home: Path) -> list[Declared[SourceDeclaration]]:
    """The declared sources of `home`, in order of file and place; raises Mistakes for all that is wrong."""
    return read_folder(home / "sources", SourceDeclaration)
