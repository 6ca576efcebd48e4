"""The verb `reflect`: what the current run knows, put face to face."""

import tempfile
from collections.abc import Iterable
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.counting import count_steps
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.intervals import newcombe, wilson
from visavis.engine.reading.personal.spans import Span, spans_read, written
from visavis.engine.steps import Runner, literal
from visavis.engine.tables import CASES, FACTS, FELT, MEASURES, PERSONAL
from visavis.mirror.measure import LEDGER
from visavis.mirror.reasons import Reason, reason
from visavis.mirror.reflection import (
    Amount,
    Felt,
    Mean,
    Measured,
    Mirror,
    Month,
    Rate,
    Reflected,
    Refused,
    Step,
    Unfiltered,
    Voice,
)
from visavis.mistakes import Mistake, Words
from visavis.promises.journey import step_of
from visavis.promises.ledger import read_ledger
from visavis.vocabulary import MISSED, Outcome

HAPPENED = ("exchanges", "events", "ratings")
VIEWS = ("outcome_counts", "outcome_trend", "felt_means", "felt_voices")


def reflect(home: Path, *, from_day: date | None = None, to_day: date | None = None) -> Mirror:
    """The mirror of the current run of `home`, over the cases of `from_day` to `to_day` (both included).

    Measures are over all time, but funnels by period, of which those that touch the days asked for are given. Writes nothing.
    Raises Mistake where nothing was run yet, or where the promises' files are wrong.
    """
    if from_day and to_day and from_day > to_day:
        raise Mistake(
            Words(
                fr=f"la période finit ({to_day}) avant de commencer ({from_day})",
                en=f"the period ends ({to_day}) before it begins ({from_day})",
            ),
            remedy=Words(fr="échangez --from et --to", en="swap --from and --to"),
        )
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None:
        raise Mistake(
            Words(
                fr="rien n’a encore été calculé ici: le miroir est vide",
                en="nothing was computed here yet: the mirror is empty",
            ),
            remedy=Words(
                fr="ajoutez des fichiers, puis calculez: visavis source add FICHIER…   et   visavis run",
                en="add files, then compute: visavis source add FILE…   and   visavis run",
            ),
        )
    return reflect_manifest(home, lake, manifest, from_day=from_day, to_day=to_day)


def reflect_manifest(
    home: Path, lake: Lake, manifest: Manifest, *, from_day: date | None = None, to_day: date | None = None
) -> Mirror:
    """The mirror of `manifest`, which need not be the current one yet: publish asks before it is. Writes nothing.

    Raises Mistake where the promises' files are wrong.
    """
    promises = [declared.value for declared in read_ledger(home)]
    with tempfile.TemporaryDirectory(prefix="visavis-") as scratch:
        runner = DuckDB(Path(scratch))
        try:
            return _reflected(runner, lake, manifest, promises, from_day, to_day)
        finally:
            runner.close()


def _reflected(
    runner: Runner, lake: Lake, manifest: Manifest, promises: list[Promise], from_day: date | None, to_day: date | None
) -> Mirror:
    lake.show(runner, manifest, (CASES.name, FELT.name, MEASURES.name, PERSONAL.name))
    kept_when = {
        promise.name: promise.test.felt_by.kept_when.at_least
        for promise in promises
        if promise.test.felt_by and promise.test.felt_by.kept_when
    }
    counting = count_steps(from_day, to_day, kept_when=kept_when)
    runner.run(counting)
    counted = {view: _by_promise(runner.rows(f"SELECT * FROM {view}")) for view in VIEWS}
    _find_personal(runner, counted["felt_voices"])
    ledger: dict[str, Any] = manifest.ledger.get("promises", {})
    whole = from_day is None and to_day is None
    steps = [Step(each.name, each.sql()) for each in counting]
    reflected = [
        _promise(
            promise,
            ledger.get(promise.name),
            {view: found.get(promise.name, []) for view, found in counted.items()},
            steps,
            whole,
        )
        for promise in promises
    ]
    observed = [known["observed_day"] for name, known in ledger.items() if known.get("observed_day")]
    as_of = date.fromisoformat(max(observed)[:10]) if observed else _latest(runner, lake, manifest)
    measures = [one for one in _measures(runner, manifest) if _touches(one.period, from_day, to_day)]
    return Mirror(manifest.run, as_of, from_day, to_day, reflected, measures, _refused(runner, lake, manifest))


def _refused(runner: Runner, lake: Lake, manifest: Manifest) -> list[Refused]:
    lake.show(runner, manifest, ["rejects"])
    facts: dict[str, int] = {}
    for entry in manifest.entries:
        if entry.table in FACTS:
            facts[entry.source] = facts.get(entry.source, 0) + entry.rows
    # A row may be refused for several facts: it counts once.
    rows = runner.rows(
        """SELECT source, count(*) AS n FROM (SELECT DISTINCT source, file, line, CASE WHEN line IS NULL THEN value END AS value
        FROM rejects) AS r GROUP BY source ORDER BY source"""
    )
    return [Refused(row["source"], row["n"], facts.get(row["source"], 0)) for row in rows]


def _by_promise(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["promise"], []).append(row)
    return found


def _promise(
    promise: Promise,
    known: dict[str, Any] | None,
    counted: dict[str, list[dict[str, Any]]],
    steps: list[Step],
    whole: bool,
) -> Reflected:
    outcomes = dict.fromkeys(map(str, Outcome), 0)
    untestable: dict[Reason, int] = {}
    for row in counted["outcome_counts"]:
        outcomes[row["outcome"]] += row["n"]
        if row["outcome"] == Outcome.UNTESTABLE:
            why = reason(row["reason"]) or Reason("other", "?")
            untestable[why] = untestable.get(why, 0) + row["n"]
    untestable = dict(sorted(untestable.items(), key=lambda one: (-one[1], one[0].code)))
    rate = _rate(outcomes)
    own = (known or {}).get("steps", {})
    return Reflected(
        name=promise.name,
        says=Words(fr=promise.says.say("fr"), en=promise.says.say("en")),
        audience=str(promise.audience),
        carrier=promise.carrier,
        outcomes=outcomes,
        rate=rate,
        reason=None if rate.value is not None else _why(known, outcomes, untestable),
        untestable=untestable,
        unfiltered=_unfiltered((known or {}).get("dropped"), rate) if whole else None,
        felt=_felt(promise, counted["felt_means"], rate),
        trend=_trend(counted["outcome_trend"]),
        voices=_voices(counted["felt_voices"]),
        steps=[*(Step(name, sql) for name, sql in own.items()), *steps],
        step=step_of(promise),
    )


def _rate(outcomes: dict[str, int]) -> Rate:
    kept = outcomes.get(Outcome.KEPT, 0)
    n = kept + sum(outcomes.get(outcome, 0) for outcome in MISSED)
    if n <= 0 or not 0 <= kept <= n:
        return Rate(kept, n)
    return Rate(kept, n, kept / n, wilson(kept, n))


def _why(known: dict[str, Any] | None, outcomes: dict[str, int], untestable: dict[Reason, int]) -> Reason:
    if known is None:
        return Reason("not_run")
    if known.get("reason"):
        return reason(known["reason"]) or Reason("other", "?")
    if not any(outcomes.values()):
        return Reason("no_cases")
    if untestable and not outcomes[Outcome.OPEN]:
        return next(iter(untestable))
    due = outcomes[Outcome.KEPT] or any(outcomes[outcome] for outcome in MISSED)
    return Reason("impossible_counts" if due else "none_due")


def _unfiltered(dropped: dict[str, Any] | None, rate: Rate) -> Unfiltered | None:
    if not dropped or not dropped["cases"]:
        return Unfiltered(0, 0, rate)
    outcomes = {str(Outcome.KEPT): rate.kept, str(Outcome.LATE): rate.n - rate.kept}
    for row in dropped["rows"]:
        if not row["cancelled"]:
            outcomes[row["outcome"]] = outcomes.get(row["outcome"], 0) + row["n"]
    return Unfiltered(dropped["cases"], dropped["called_off"], _rate(outcomes))


def _felt(promise: Promise, rows: list[dict[str, Any]], rate: Rate) -> Felt:
    felt_by = promise.test.felt_by
    if felt_by is None:
        return Felt()
    sides = {row["side"]: row for row in rows}
    means = {side: Mean(row["n"], row["mean"]) for side, row in sides.items()}
    kept, missed = means.get("kept", Mean()), means.get("missed", Mean())
    n = kept.n + missed.n
    if felt_by.kept_when is None or not n:
        return Felt(felt_by.unit, kept, missed)
    said = sum(row["said_kept"] for row in sides.values())
    perceived = Rate(said, n, said / n, wilson(said, n))
    if rate.value is None:
        return Felt(felt_by.unit, kept, missed, perceived)
    return Felt(felt_by.unit, kept, missed, perceived, said / n - rate.value, newcombe(said, n, rate.kept, rate.n))


def _trend(rows: list[dict[str, Any]]) -> list[Month]:
    months: dict[date, dict[str, int]] = {}
    for row in rows:
        months.setdefault(row["period"], {})[row["outcome"]] = row["n"]
    rates = [Month(period, _rate(months[period])) for period in sorted(months)]
    return [month for month in rates if month.rate.n]


def _find_personal(runner: Runner, voices: dict[str, list[dict[str, Any]]]) -> None:
    """Let each of `voices` tell where personal data stands in its text."""
    rows = [row for of_promise in voices.values() for row in of_promise]
    texts = {md5(row["text"].encode()).hexdigest(): row for row in rows}
    listed = ", ".join(map(literal, sorted(texts)))
    # The same words of another client bear other names: of several spans those that cover most are taken.
    query = f"SELECT text_md5, spans FROM personal WHERE text_md5 IN ({listed}) AND spans <> '' ORDER BY length(spans), spans"
    found = {row["text_md5"]: row["spans"] for row in runner.rows(query)} if texts else {}
    for row in rows:
        row["personal"] = found.get(md5(row["text"].encode()).hexdigest(), "")


def _voices(rows: list[dict[str, Any]]) -> dict[str, list[Voice]]:
    ranked = sorted(rows, key=lambda row: row["position"])
    return {side: [_voice(row) for row in ranked if row["side"] == side] for side in ("kept", "missed")}


def _voice(row: dict[str, Any]) -> Voice:
    whole = row["text"].replace("\0", "")
    cut = len(whole) - len(whole.lstrip())
    personal = written(Span(span.begin - cut, span.length, span.kind) for span in spans_read(row["personal"]))
    return Voice(whole.strip(), row["felt_on"], row["score"], personal)


def _measures(runner: Runner, manifest: Manifest) -> list[Measured]:
    ledger: dict[str, Any] = manifest.ledger.get(LEDGER, {})
    grouped: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in runner.rows("SELECT * FROM measures WHERE grouping IS NULL ORDER BY period, position"):
        grouped.setdefault((row["name"], row["period"]), []).append(row)
    places = {name: place for place, name in enumerate(ledger)}
    keys = sorted(grouped, key=lambda key: (places.get(key[0], len(places)), key[1] or ""))
    return [_measured(grouped[key], ledger.get(key[0], {})) for key in keys]


def _measured(rows: list[dict[str, Any]], known: dict[str, Any]) -> Measured:
    first, says = rows[0], known.get("says")
    amounts = [
        Amount(
            row["figure"],
            row["value"],
            row["n"],
            row["unit"],
            None if row["low"] is None and row["high"] is None else (row["low"], row["high"]),
            row["method"],
            reason(row["reason"]),
        )
        for row in rows
    ]
    return Measured(
        name=first["name"],
        says=Words(says["fr"], says["en"]) if says else None,
        kind=first["kind"],
        scope=first["scope"],
        period=first["period"],
        value=amounts[0],
        figures=amounts[1:],
        of_which=frozenset(known.get("of_which", ())),
        steps=[Step(each["name"], each["sql"]) for each in known.get("steps", ())],
    )


def _touches(period: str | None, from_day: date | None, to_day: date | None) -> bool:
    if period is None:
        return True
    first, last = (day.isoformat()[: len(period)] if day else None for day in (from_day, to_day))
    return (first is None or period >= first) and (last is None or period <= last)


def _latest(runner: Runner, lake: Lake, manifest: Manifest) -> date | None:
    """The latest day on which a fact happened: never the clock on the wall."""
    lake.show(runner, manifest, HAPPENED)
    parts = " UNION ALL ".join(f"SELECT max(occurred_on) AS day FROM {table}" for table in HAPPENED)
    latest: date | None = runner.rows(f"SELECT max(day) AS day FROM ({parts}) AS t")[0]["day"]
    return latest
