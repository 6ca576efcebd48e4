"""A mapping in plain words: what each field of a fact is made from."""

from dataclasses import dataclass

from visavis.mistakes import Lang, Words
from visavis.sources.declaration import Fact, SourceDeclaration
from visavis.sources.forms import (
    AnyForm,
    Condition,
    Constant,
    Difference,
    EmailReference,
    FromColumn,
    Joined,
    KeyReference,
    Not,
    PhoneReference,
    RecordReference,
    Sum,
    Where,
    listed,
)
from visavis.sources.wording import TABLES, TABLES_MEAN, field_words

TAKES = {
    "first": Words(fr="première ligne du cas", en="first row of the case"),
    "last": Words(fr="dernière ligne du cas", en="last row of the case"),
    "last_known": Words(fr="dernière valeur connue du cas", en="last known value of the case"),
    "min": Words(fr="la plus petite du cas", en="lowest of the case"),
    "max": Words(fr="la plus grande du cas", en="highest of the case"),
    "count": Words(fr="nombre de lignes du cas", en="number of rows of the case"),
    "any": Words(fr="vrai si une ligne du cas convient", en="true where a row of the case fits"),
}
DELIVERIES = {
    "full": Words(fr="chaque livraison remplace la précédente", en="each delivery replaces the one before"),
    "incremental": Words(fr="chaque livraison s’ajoute", en="each delivery adds to what is known"),
    "log": Words(fr="journal qui s’allonge", en="a log that grows"),
}


@dataclass(frozen=True, slots=True)
class FactTold:
    """One fact of a source: its table in words, its key, its conditions, and each field with what it is made from."""

    table: str
    words: Words
    meaning: Words
    key: Words
    where: Words | None
    fold: Words | None
    fields: tuple[tuple[str, Words, Words], ...]


def told(source: SourceDeclaration) -> list[FactTold]:
    """The facts of a source in words."""
    return [_fact(fact) for fact in source.facts]


def _fact(fact: Fact) -> FactTold:
    keyed = " + ".join(fact.keyed_by)
    return FactTold(
        table=fact.table,
        words=TABLES[fact.table],
        meaning=TABLES_MEAN[fact.table],
        key=Words(fr=keyed, en=keyed)
        if keyed
        else Words(fr="aucune : chaque ligne compte", en="none: every row counts"),
        where=_both(fact.where) if fact.where else None,
        fold=Words(
            fr=f"les lignes de même {' + '.join(listed(fact.fold.by))} font un cas",
            en=f"rows with the same {' + '.join(listed(fact.fold.by))} make one case",
        )
        if fact.fold
        else None,
        fields=tuple(
            (name, field_words(name), Words(*(_form(form, lang) for lang in ("fr", "en"))))
            for name, form in fact.fields.forms()
        ),
    )


def _form(form: AnyForm, lang: Lang) -> str:
    made = _made(form, lang)
    take, where = getattr(form, "take", None), getattr(form, "where", None)
    if take:
        made = f"{made} · {TAKES[take].say(lang)}" if made else TAKES[take].say(lang)
    return f"{made} · {_where(where, lang)}" if where else made


def _made(form: AnyForm, lang: Lang) -> str:
    match form:
        case FromColumn():
            return (form.column or "") + (
                Words(fr=" (valeurs traduites)", en=" (values translated)").say(lang) if form.map else ""
            )
        case Constant():
            return Words(fr=f"toujours « {form.value} »", en=f"always “{form.value}”").say(lang)
        case Joined():
            return " + ".join(form.join)
        case Sum():
            return " + ".join(map(str, form.plus))
        case Difference():
            return " − ".join(map(str, form.minus))
        case RecordReference() | KeyReference():
            of = form.record if isinstance(form, RecordReference) else form.key
            to = Words(fr=f" → {form.of}", en=f" → {form.of}").say(lang) if form.of else ""
            return " + ".join(listed(of)) + to
        case EmailReference():
            return Words(fr=f"{form.email} (adresse e-mail)", en=f"{form.email} (e-mail address)").say(lang)
        case PhoneReference():
            return Words(fr=f"{form.phone} (téléphone)", en=f"{form.phone} (phone)").say(lang)


def _both(where: Where) -> Words:
    return Words(fr=_where(where, "fr"), en=_where(where, "en"))


def _where(where: Where, lang: Lang) -> str:
    joint = Words(fr=" et ", en=" and ").say(lang)
    only = Words(fr="seulement si ", en="only where ").say(lang)
    return only + joint.join(_condition(column, test, lang) for column, test in where.items())


def _condition(column: str, test: Condition, lang: Lang) -> str:
    inverse = isinstance(test, Not)
    given = test.excluded if isinstance(test, Not) else test
    values = given if isinstance(given, list) else [given]
    empty, either = Words(fr="vide", en="missing").say(lang), Words(fr=" ou ", en=" or ").say(lang)
    verb = (Words(fr="n’est pas", en="is not") if inverse else Words(fr="est", en="is")).say(lang)
    return f"{column} {verb} {either.join(empty if value is None else str(value) for value in values)}"
