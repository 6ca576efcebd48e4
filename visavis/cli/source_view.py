"""How a proposed source, and the sources of a home, are shown on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from visavis.cli.home import here
from visavis.declarations import Declared
from visavis.mistakes import Lang, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.looking.proposal import Fact, Part, Proposal
from visavis.sources.looking.roles import names_in
from visavis.sources.looking.yaml import flow, write_yaml


def show_proposal(proposal: Proposal, console: Console, lang: Lang) -> None:
    """What was found, what each column becomes with three samples, the facts, the doubts, the questions."""
    console.print(f"[bold]{escape(proposal.name)}[/bold]  {escape(_found(proposal).say(lang))}")
    console.print(_columns(proposal, lang))
    for fact in proposal.facts:
        console.print(f"[bold]{fact.table}[/bold]  {escape(_fact(fact).say(lang))}")
    for note in proposal.notes:
        console.print(f"[yellow]![/yellow] {escape(note.say(lang))}")
    for name, part in _doubts(proposal):
        why = f": {part.why.say(lang)}" if part.why else ""
        console.print(f"[yellow]?[/yellow] {escape(f'{name} = {flow(part.value)}{why}')}")
    for question in proposal.questions:
        console.print(f"[bold red]?[/bold red] {escape(question.what.say(lang))}  ({' / '.join(question.flags)})")
    console.print(escape(write_yaml(proposal, lang)), highlight=False, soft_wrap=True)


def _found(proposal: Proposal) -> Words:
    first, files = proposal.loaded[0], len(proposal.loaded)
    encoding = f", {first.encoding.name}" if first.encoding else ""
    delimiter = f", « {first.dialect.delimiter} »".replace("\t", "tab") if first.dialect else ""
    rows = f"{proposal.rows:,}"
    return Words(
        fr=f"{files} fichier(s) {first.format.value}{encoding}{delimiter}, {rows.replace(',', chr(0x202F))} lignes, {len(proposal.columns)} colonnes",
        en=f"{files} file(s), {first.format.value}{encoding}{delimiter}, {rows} rows, {len(proposal.columns)} columns",
    )


def _columns(proposal: Proposal, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in (
        Words(fr="colonne", en="column"),
        Words(fr="devient", en="becomes"),
        Words(fr="type", en="type"),
        Words(fr="remplie", en="filled"),
        Words(fr="exemples", en="samples"),
    ):
        table.add_column(heading.say(lang), overflow="fold")
    meanings = _meanings(proposal)
    for column in proposal.columns:
        meaning = ", ".join(meanings.get(column.name, ())) or "–"
        samples = " · ".join(" ".join(example.split())[:24] for example in column.examples[:3])
        table.add_row(
            escape(column.name),
            escape(meaning),
            column.kind.value,
            f"{column.filled / column.rows:.0%}",
            escape(samples),
        )
    return table


def _meanings(proposal: Proposal) -> dict[str, list[str]]:
    meanings: dict[str, list[str]] = {}
    for fact in proposal.facts:
        parts = {"key": fact.key, **fact.fields, **{f"extra.{name}": part for name, part in fact.extra.items()}}
        for name, part in parts.items():
            mark = "" if part.sure else " ?"
            for column in names_in([part]):
                told = f"{fact.table}.{name}{mark}"
                if told not in meanings.setdefault(column, []):
                    meanings[column].append(told)
    return meanings


def _fact(fact: Fact) -> Words:
    key = flow(fact.key.value)
    folded = fact.fold is not None
    return Words(
        fr=f"clé {key}{' (cas replié)' if folded else ''}: {', '.join(fact.fields)}",
        en=f"key {key}{' (folded case)' if folded else ''}: {', '.join(fact.fields)}",
    )


def _doubts(proposal: Proposal) -> list[tuple[str, Part]]:
    doubts = [(name, part) for name, part in proposal.read.items() if not part.sure]
    for fact in proposal.facts:
        parts = {"key": fact.key, **({"where": fact.where} if fact.where else {}), **fact.fields}
        doubts += [(f"{fact.table}.{name}", part) for name, part in parts.items() if not part.sure]
    return doubts


def show_sources(sources: Sequence[Declared[SourceDeclaration]], console: Console, lang: Lang) -> None:
    """One line per source: its name, delivery, facts and files."""
    if not sources:
        console.print(
            here(
                Words(
                    fr="Aucune source. Ajoutez-en: visavis source add FICHIER…",
                    en="No source. Add some: visavis source add FILE…",
                ).say(lang)
            )
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in (
        "source",
        Words(fr="livraison", en="delivery").say(lang),
        Words(fr="faits", en="facts").say(lang),
        Words(fr="fichiers", en="files").say(lang),
    ):
        table.add_column(heading, overflow="fold")
    for declared in sources:
        source = declared.value
        table.add_row(
            source.name,
            source.delivery,
            ", ".join(fact.table for fact in source.facts),
            escape(", ".join(source.patterns)),
        )
    console.print(table)
