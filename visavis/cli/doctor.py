"""`visavis doctor`: the state of a home, its data's quality, and what is missing on this machine."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.cli.home import here, home
from visavis.cli.language import lang
from visavis.mistakes import Words

if TYPE_CHECKING:
    from visavis.clients.quality import Contradiction, Fill, Freshness


def _say(fr: str, en: str) -> str:
    return Words(fr=fr, en=en).say(lang())


def doctor(as_json: Annotated[bool, typer.Option("--json", help=_say("en JSON", "as JSON"))] = False) -> None:
    """Tell the state of the home and the quality of its data."""
    from visavis.clients.quality import quality

    place = home()
    found = quality(place)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in [
        *_state(place),
        *_machine(),
        *_filled(found.fill),
        *_stale(found.freshness),
        *_differing(found.contradictions),
    ]:
        typer.echo(line)


def _state(place: Path) -> list[str]:
    from visavis.engine.lake import Lake
    from visavis.engine.tables import FACTS

    lake = Lake(place / "lake")
    run = lake.current()
    lines = [_say(f"Dossier: {place}", f"Home: {place}")]
    if run is None:
        return [*lines, here(_say("Rien n’a encore été calculé: visavis run", "Nothing was computed yet: visavis run"))]
    lines.append(
        _say(
            f"Dernière exécution: {run.run}, finie le {run.finished_at}",
            f"Last run: {run.run}, finished {run.finished_at}",
        )
    )
    if lake.draft():
        lines.append(
            here(
                _say(
                    "Une exécution s’est arrêtée en route: relancez visavis run",
                    "A run stopped half-way: start visavis run again",
                )
            )
        )
    for name in (*FACTS, "rejects", "links", "cases"):
        entries = run.of(name)
        if entries:
            size = sum(file.stat().st_size for entry in entries for file in lake.files(entry)) / 1e6
            lines.append(f"  {name:10} {sum(e.rows for e in entries):>12,}   {size:8.1f} MB".replace(",", "\u202f"))
    return lines


def _machine() -> list[str]:
    import importlib.util
    import shutil

    from visavis.engine.reading.cache import cache_folder
    from visavis.engine.reading.encoding.build import encoder_folder, is_built

    spark = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
    lines = [_say("Sur cette machine", "On this machine")]
    built = is_built(encoder_folder(cache_folder(None)))
    lines.append(
        "  "
        + (
            _say("encodeur de phrases: construit", "sentence encoder: built")
            if built
            else _say(
                "encodeur de phrases: absent (visavis reader build)", "sentence encoder: missing (visavis reader build)"
            )
        )
    )
    lines.append(
        "  "
        + (
            _say("Spark: prêt (run --engine spark://…)", "Spark: ready (run --engine spark://…)")
            if spark
            else _say("Spark: absent (extra spark, Java 17)", "Spark: missing (extra spark, Java 17)")
        )
    )
    return lines


def _filled(fill: "tuple[Fill, ...]") -> list[str]:
    if not fill:
        return []
    lines = [_say("Fiches: ce qui est renseigné, par source", "Records: what is filled, per source")]
    for source in dict.fromkeys(one.source for one in fill):
        known = [one for one in fill if one.source == source]
        told = ", ".join(f"{one.column} {one.rate:.0%}" for one in known if one.filled)
        lines.append(f"  {source} ({known[0].records}): {told}")
        empty = [one.column for one in known if not one.filled]
        if empty:
            lines.append(_say(f"    jamais renseigné: {', '.join(empty)}", f"    never filled: {', '.join(empty)}"))
    return lines


def _stale(freshness: "tuple[Freshness, ...]") -> list[str]:
    told = [one for one in freshness if one.latest]
    lines = [_say("Dernière mise à jour connue", "Latest change known")] if told else []
    return lines + [
        f"  {one.source}: {one.latest} ("
        + _say(f"sans date: {one.undated} sur {one.records}", f"undated: {one.undated} of {one.records}")
        + ")"
        for one in told
    ]


def _differing(contradictions: "tuple[Contradiction, ...]") -> list[str]:
    told = [one for one in contradictions if one.clients]
    lines = (
        [_say("Clients dont les sources se contredisent", "Clients whose sources contradict each other")]
        if told
        else []
    )
    return lines + [f"  {one.column}: {one.clients} / {one.of}" for one in told]
