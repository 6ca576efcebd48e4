"""`visavis promise`: propose promises that the files can test, and try one on past data before adopting it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Words

if TYPE_CHECKING:
    from visavis.promises.propose import Proposal, Untestable
    from visavis.promises.trial import Rate, Trial

app = typer.Typer(no_args_is_help=True)


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


@app.command(
    "propose",
    help=_say(
        "proposer des promesses que vos fichiers permettent de vérifier",
        "propose promises that your files can test",
    ),
)
def propose(
    write: Annotated[
        bool, typer.Option("--write", help=_say("les écrire dans promises/", "write them to promises/"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:
    """Show each proposal with its effect on past data, and the YAML that would be kept."""
    from visavis.promises.propose import offer, write_proposals
    from visavis.running.home import settings_of

    offered = offer(home(), settings_of(home()).country)
    proposals = offered.proposals
    if as_json:
        _print_json([*map(_as_json, proposals), *map(_untestable_as_json, offered.untestable)])
    else:
        for proposal in proposals:
            _show_proposal(proposal)
        _show_untestable(offered.untestable)
        if not proposals:
            typer.echo(
                _say("Rien à proposer: ", "Nothing to propose: ")
                + _say(
                    "aucune date prévue à côté d’une date de fin, aucun engagement de service, aucune note, aucun décompte",
                    "no due date beside a done date, no service level, no scores, no tallies",
                )
            )
    if write:
        for file in write_proposals(home(), proposals, lang()):
            typer.echo(_say(f"écrit: {file}", f"written: {file}"), err=as_json)
    elif proposals and not as_json:
        typer.echo(
            here(
                _say(
                    "Pour les garder: visavis promise propose --write", "To keep them: visavis promise propose --write"
                )
            )
        )


@app.command(
    "try",
    help=_say("essayer des promesses à blanc sur les données passées", "dry-run promises on past data"),
)
def try_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_say("fichier YAML de promesses", "YAML file of promises"))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False,
) -> None:
    """Hold the promises in FILE against the facts of the last run; the lake stays as it is."""
    from visavis.promises.trial import try_file

    trials = try_file(home(), file)
    if as_json:
        _print_json([trial.as_json() for trial in trials])
        return
    for trial in trials:
        _show_trial(trial)
        _show_samples(trial)


def _as_json(proposal: "Proposal") -> dict[str, object]:
    found = proposal.found
    return proposal.trial.as_json() | {
        "why": proposal.why.say(lang()),
        "yaml": proposal.yaml(lang()),
        "document": found.document if found else None,
        "page": found.page if found else None,
        "untestable": None,
    }


def _untestable_as_json(each: "Untestable") -> dict[str, object]:
    commitment = each.found.commitment
    return {
        "name": None,
        "says": {commitment.language: commitment.sentence},
        "yaml": None,
        "document": each.found.document,
        "page": each.found.page,
        "untestable": each.because.say(lang()),
    }


def _show_untestable(untestable: "list[Untestable]") -> None:
    from visavis.mirror.tell.wording import spaced

    if not untestable:
        return
    typer.secho(
        _say(
            "Lues dans vos documents, invérifiables avec vos fichiers",
            "Read in your documents, not testable with your files",
        ),
        bold=True,
    )
    for each in untestable:
        sentence, place = each.found.commitment.sentence, each.found.place.say(lang())
        typer.echo(spaced(_say(f"  « {sentence} » ({place})", f"  “{sentence}” ({place})")))
        typer.echo(spaced(_say(f"    invérifiable: {each.because.fr}", f"    not testable, because {each.because.en}")))
    typer.echo("")


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _show_proposal(proposal: "Proposal") -> None:
    _show_trial(proposal.trial)
    typer.echo("")
    typer.echo("\n".join(f"    {line}" for line in proposal.yaml(lang()).splitlines()))
    typer.echo("")


def _show_trial(trial: "Trial") -> None:
    from visavis.mirror.reasons import reason
    from visavis.mirror.tell.wording import number, spaced
    from visavis.vocabulary import FRENCH

    speak = lang()
    lines = [
        ", ".join(f"{FRENCH[o] if speak == 'fr' else o}: {number(n, speak)}" for o, n in trial.outcomes.items() if n)
        or ("" if trial.reasons else _say("aucun cas", "no case")),
        _rate(trial.rate),
    ]
    for code, n in trial.reasons.items():
        why = reason(code)
        told = why.say(speak) if why else code
        lines.append(f"{number(n, speak)}: {told}" if n else told)
    if trial.dropped["cases"]:
        left, off = (number(trial.dropped[name], speak) for name in ("cases", "called_off"))
        counted = _rate(trial.with_dropped)
        lines.append(
            _say(
                f"cas que le filtre écarte: {left}, dont {off} annulés; en comptant les autres: {counted}",
                f"cases that the filter drops: {left}, of which called off: {off}; counting the others: {counted}",
            )
        )
    if trial.observed_until:
        lines.append(_say(f"fin d’observation: {trial.observed_until}", f"end of observation: {trial.observed_until}"))
    typer.secho(f"{trial.promise.name} — {trial.promise.says.say(speak)}", bold=True)
    for line in filter(None, lines):
        typer.echo(spaced(f"  {line}"))


def _rate(rate: "Rate") -> str:
    from visavis.mirror.tell.wording import number, percent, span

    speak = lang()
    if rate.value is None:
        return _say("taux non mesurable: aucun cas échu", "rate not measurable: no case is due")
    text = _say("tenue à ", "kept: ") + percent(rate.value, speak)
    if rate.interval is None:
        return text
    between, due = span(*rate.interval, speak), number(rate.kept + rate.missed, speak)
    return text + _say(f" · fourchette {between} · {due} cas échus", f" · interval {between} · {due} cases due")


def _show_samples(trial: "Trial") -> None:
    from rich.console import Console
    from rich.table import Table

    from visavis.mirror.tell.wording import clean, number, spaced
    from visavis.vocabulary import FRENCH

    by_day = trial.promise.test.by_day
    table = Table(box=None, padding=(0, 2))
    zone = "" if by_day else " (UTC)"
    for heading in (_say("issue", "outcome"), _say("cas", "case"), _say("prévu", "due"), _say("fait", "done")):
        timed = heading in ("prévu", "fait", "due", "done")
        table.add_column(heading + zone * timed, no_wrap=timed)
    table.add_column("n", justify="right")
    for row in trial.samples:
        outcome = FRENCH[row["outcome"]] if lang() == "fr" else row["outcome"]
        order = ("on", "at") if by_day else ("at", "on")
        due, done = (
            str(next((row[f"{stem}_{part}"] for part in order if row[f"{stem}_{part}"]), "–"))
            for stem in ("due", "done")
        )
        table.add_row(outcome, clean(str(row["key"])), due, done, spaced(number(row["n"], lang())))
    Console().print(table)
