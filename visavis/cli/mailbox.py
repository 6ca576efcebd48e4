"""What `visavis source add` asks and writes for mailboxes."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import read_sources
from visavis.sources.kinds.mailbox.declaration import Mailbox
from visavis.sources.looking.adding import check_text, must_be_new
from visavis.sources.looking.mailboxes import (
    MailboxesProposal,
    look_at_mailboxes,
    must_have_chosen,
    must_know_domain,
    write_yaml,
)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def add_mailboxes(
    paths: Sequence[Path],
    *,
    name: str | None,
    domains: Sequence[str],
    shared: Sequence[str],
    holder: str | None,
    agreed: bool,
) -> None:
    """Look at mailboxes, ask whose they are, write `sources/NAME.yaml` once it is agreed. Raises Mistake."""
    from visavis.engine.lake import write_atomically

    place = home()
    taken = {each.value.name for each in read_sources(place)}
    proposal = look_at_mailboxes(paths, place, name=name, taken=taken)
    must_be_new(place, [proposal.name])
    _tell(proposal)
    own = list(domains) or (must_know_domain(proposal) if agreed else _ask_domains(proposal))
    personal = [each for each in proposal.personal(own) if each not in {*shared, holder}]
    if agreed:
        must_have_chosen(personal)
    elif len(personal) == 1 and holder is None and _ask_holder(personal[0]):
        holder = personal[0]
    elif personal:
        typer.echo(_say(f"Ne seront pas lues : {', '.join(personal)}", f"Will not be read: {', '.join(personal)}"))
    today = dt.datetime.now(dt.UTC).date()
    chosen = {"address": holder, "chose_on": today} if holder else None
    text = write_yaml(proposal, _sound({"domains": own, "shared": list(shared), "holder": chosen}), lang())
    check_text(text)
    typer.echo(text)
    if not agreed and not typer.confirm(
        _say(f"Écrire sources/{proposal.name}.yaml ?", f"Write sources/{proposal.name}.yaml?"), default=True
    ):
        typer.echo(_say("Rien n’a été écrit.", "Nothing was written."))
        raise typer.Exit(1)
    target = place / "sources" / f"{proposal.name}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, text)
    typer.echo(_say(f"Écrit: {target}", f"Written: {target}"))
    typer.echo(here(_say("Ensuite: visavis run", "Next: visavis run")))


def _sound(given: dict[str, Any]) -> Mailbox:
    from pydantic import ValidationError

    try:
        return Mailbox.model_validate(given)
    except ValidationError:
        raise Mistake(
            Words(
                fr=f"ce ne sont pas des domaines ou des adresses : {given['domains']} {given['shared']}",
                en=f"these are no domains or addresses: {given['domains']} {given['shared']}",
            ),
            remedy=Words(
                fr="écrivez entreprise.fr, ou contact@entreprise.fr", en="write company.com, or contact@company.com"
            ),
        ) from None


def _tell(proposal: MailboxesProposal) -> None:
    left = _say(f", {proposal.left} laissées de côté", f", {proposal.left} left alone") if proposal.left else ""
    typer.echo(_say(f"{proposal.mailboxes} boîte(s) aux lettres{left}", f"{proposal.mailboxes} mailbox(es){left}"))


def _ask_domains(proposal: MailboxesProposal) -> list[str]:
    question = _say("Quels domaines sont ceux de votre entreprise ?", "Which domains are your company's?")
    answer: str = typer.prompt(question, default=proposal.domain)
    return [each.strip() for each in answer.replace(";", ",").split(",") if each.strip()]


def _ask_holder(address: str) -> bool:
    question = _say(
        f"Cela semble être la boîte personnelle de {address}. Cette personne a-t-elle choisi qu’elle soit lue ?",
        f"This looks like the personal mailbox of {address}. Did this person choose that it be read?",
    )
    return typer.confirm(question, default=False)
