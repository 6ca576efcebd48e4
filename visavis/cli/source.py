"""`visavis source`: add files as a source, check and list the sources of a home."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.sources.looking.proposal import Proposal


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command(
    "add", help=_say("regarder des fichiers et proposer leur source", "look at files and propose their source")
)
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help=_say("les fichiers exportés", "the exported files"))
    ],
    yes: Annotated[
        bool,
        typer.Option("--yes", help=_say("accepter la proposition sans demander", "take the proposal without asking")),
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help=_say("03/04: 3 avril, ou 4 mars", "03/04: 3 April, or 4 March")),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help=_say("le nom de la source", "the name of the source"))
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option("--domain", help=_say("boîtes: un domaine de l’entreprise", "mailboxes: a domain of the company")),
    ] = None,
    shared: Annotated[
        list[str] | None,
        typer.Option(
            "--shared", help=_say("boîtes: l’adresse d’une boîte partagée", "mailboxes: the address of a shared one")
        ),
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option(
            "--holder",
            help=_say(
                "boîte personnelle: l’adresse de qui la tient et choisit qu’elle soit lue",
                "a personal mailbox: the address of whoever holds it and chooses that it be read",
            ),
        ),
    ] = None,
) -> None:
    """Look at files, show the proposed mapping, write `sources/NAME.yaml` once it is agreed."""
    from visavis.cli.progress import bar
    from visavis.sources.looking import mailboxes
    from visavis.sources.looking.documents import apart

    boxes, files = mailboxes.apart(files)
    if boxes:
        from visavis.cli.mailbox import add_mailboxes

        own = name if not files else None
        add_mailboxes(boxes, name=own, domains=domain or (), shared=shared or (), holder=holder, agreed=yes)
    if not files:
        return
    documents, files = apart(files)
    if documents:
        _add_documents(documents, name if not files else None, agreed=yes)
    if not files:
        return
    from visavis.sources.looking.adding import look_at, must_be_answered, must_be_new, write_source

    place = home()
    with bar(lang()) as progress:
        proposals = look_at(files, place, name=name, day_first=day_first, progress=progress)
    must_be_new(place, [proposal.name for proposal in proposals])
    for proposal in proposals:
        _show(proposal)
    if yes:
        must_be_answered(proposals)
    elif any(proposal.questions for proposal in proposals):
        proposals = look_at(files, place, name=name, day_first=_ask_order())
    texts = {proposal.name: None if yes else _agree(proposal) for proposal in proposals}
    for proposal in proposals:
        written = write_source(place, proposal, lang(), texts[proposal.name])
        typer.echo(_say(f"Écrit: {written}", f"Written: {written}"))
    typer.echo(
        here(
            _say(
                "Ensuite: visavis run, puis visavis promise propose", "Next: visavis run, then visavis promise propose"
            )
        )
    )


def _add_documents(documents: list[Path], name: str | None, *, agreed: bool) -> None:
    from visavis.declarations.editing import check_text
    from visavis.engine.lake import write_atomically
    from visavis.sources.declaration import SourceDeclaration, read_sources
    from visavis.sources.looking.adding import must_be_a_name, must_be_new
    from visavis.sources.looking.documents import look_at_documents

    must_be_a_name(name)
    place = home()
    proposal = look_at_documents(documents, place, name=name, taken={each.value.name for each in read_sources(place)})
    must_be_new(place, [proposal.name])
    for note in proposal.notes:
        typer.echo(f"! {note.say(lang())}")
    typer.echo(_say(f"{proposal.pages} page(s) lues", f"{proposal.pages} page(s) read"))
    typer.echo(proposal.yaml)
    question = _say(f"Écrire sources/{proposal.name}.yaml ?", f"Write sources/{proposal.name}.yaml?")
    if not agreed and not typer.confirm(question, default=True):
        typer.echo(_say("Rien n’a été écrit.", "Nothing was written."))
        raise typer.Exit(1)
    target = place / "sources" / f"{proposal.name}.yaml"
    check_text(target, proposal.yaml, SourceDeclaration)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, proposal.yaml)
    typer.echo(_say(f"Écrit: {target}", f"Written: {target}"))
    typer.echo(
        here(
            _say(
                "Ensuite: visavis run, puis visavis promise propose", "Next: visavis run, then visavis promise propose"
            )
        )
    )


def _show(proposal: "Proposal") -> None:
    from rich.console import Console

    from visavis.cli.source_view import show_proposal

    show_proposal(proposal, Console(), lang())


def _ask_order() -> bool:
    question = _say("Le jour d’abord (j) ou le mois d’abord (m) ?", "Day first (d) or month first (m)?")
    answer = typer.prompt(question).strip().lower()
    if answer[:1] in ("j", "d"):
        return True
    if answer[:1] == "m":
        return False
    raise Mistake(
        Words(
            fr=f"« {answer} » n’est ni j ni m; rien n’a été écrit",
            en=f"“{answer}” is neither d nor m; nothing was written",
        ),
        remedy=Words(
            fr="recommencez, ou répondez avec --day-first / --month-first",
            en="try again, or answer with --day-first / --month-first",
        ),
    )


def _agree(proposal: "Proposal") -> str | None:
    """The YAML as the person agreed to it: None for the proposal itself; leaves without writing on a no."""
    from visavis.sources.looking.adding import check_text
    from visavis.sources.looking.yaml import write_yaml

    text: str | None = None
    while True:
        prompt = _say(
            f"Écrire sources/{proposal.name}.yaml ? [o]ui / [n]on / [m]odifier",
            f"Write sources/{proposal.name}.yaml? [y]es / [n]o / [e]dit",
        )
        answer = typer.prompt(prompt, default=_say("o", "y")).strip().lower()[:1]
        if answer in ("o", "y"):
            return text
        if answer == "n":
            typer.echo(_say("Rien n’a été écrit.", "Nothing was written."))
            raise typer.Exit(1)
        if answer in ("m", "e"):
            import click

            text = click.edit(text or write_yaml(proposal, lang()), extension=".yaml") or text
            try:
                check_text(text or write_yaml(proposal, lang()))
            except Mistake as mistake:
                typer.echo(mistake.say(lang()), err=True)


@app.command("check", help=_say("vérifier les sources et leurs fichiers", "check the sources and their files"))
def check() -> None:
    """Report on each source: files matched, columns missing, mistakes in the mapping."""
    from visavis.sources.check import check_sources

    for line in check_sources(home()):
        typer.echo(line.say(lang()))


@app.command("list", help=_say("les sources de ce dossier", "the sources of this home"))
def list_sources() -> None:
    """Name each source with its files and facts."""
    from rich.console import Console

    from visavis.cli.source_view import show_sources
    from visavis.sources.declaration import read_sources

    show_sources(read_sources(home()), Console(), lang())
