"""The kind `process`: the ways that cases take, where they wait, who hands them to whom, what comes back."""

from functools import partial

from visavis.engine.measuring.examples import HANDOFF, STEP, WAY, process_examples
from visavis.engine.measuring.flows import MOST_WAYS, case_figures, share, step_figures, way_figures
from visavis.engine.measuring.process import Log, bare, process_steps
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.engine.people import Behind
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.logs import Logged, exemplify, hands, has_log, logs_of, performed, scope_of
from visavis.mirror.kinds.saying import LANGUAGES, between, ends_of
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import counted, decimal, duration
from visavis.mistakes import Words
from visavis.vocabulary import SMALLEST_GROUP

PART = " · "
"""Between the cases' source, what a row is about, and its name, in the column `grouping`."""
MOVE = "move"
CASE, CASES = Words(fr="cas", en="case"), Words(fr="cas", en="cases")


class Process(Logged):
    """The process behind a journey, out of event logs."""


def results(bench: Bench, spec: Process) -> list[Result]:
    """Each log: its cases, then its steps, ways, moves and hand-offs; over all stands what the first log tells.

    Raises Unmeasurable where no log has a case of a client.
    """
    found: list[Result] = []
    for number, log in enumerate(logs_of(bench, spec), start=1):
        found += _of_log(bench, f"{bench.name}_{number}", log)
    if not found:
        raise Unmeasurable("no_rows")
    return [Result(None, found[0].figures), *found]


def _of_log(bench: Bench, name: str, log: Log) -> list[Result]:
    performed(bench, name, log)
    bench.run(process_steps(name))
    summary = sorted(bench.rows(f"{name}_summary"), key=lambda row: str(row["bucket"]))  # draws follow the order
    cases = sum(int(row["cases"]) for row in summary)
    if not cases:
        return []
    ways = sorted(bench.rows(f"{name}_ways"), key=lambda way: (-way["n"], way["path"]))
    totals = bench.rows(f"{name}_totals")
    found = [Result(None, case_figures(totals, summary, len(ways), bench.rows(f"{name}_left_out")), log.root)]
    # A step that one person does is that person; ways, moves and hand-offs tell what became of cases, which chooses nobody.
    bench.stand(
        Behind(
            (PART.join((log.root, STEP, one.step)),),
            one.staff,
            one.of_team,
            str(one.n),
            facts=one.facts,
        )
        for one in hands(bench, log)
    )
    exemplify(bench, name, process_examples(name, log), partial(_about, log))
    waits = bench.rows(f"{name}_waits")
    for row in sorted(bench.rows(f"{name}_returns"), key=lambda row: (-row["cases"], row["step"])):
        figures = step_figures([wait for wait in waits if wait["step"] == row["step"]], row)
        found.append(_result(log, STEP, row["step"], figures))
    for way in ways[:MOST_WAYS]:
        found.append(_result(log, WAY, " → ".join(bare(way["path"])), way_figures(way, cases)))
    found += [
        _result(log, MOVE, f"{row['step_before']} → {row['step']}", [Figure("value", row["n"], cases, "move")])
        for row in bench.rows(f"{name}_follows")
    ]
    found += [
        _result(log, HANDOFF, f"{row['team_before']} → {row['team']}", [share("share", row["cases"], cases), Figure("handoffs", row["n"], cases, "handoff")])
        for row in sorted(bench.rows(f"{name}_handoffs"), key=lambda row: (-row["n"], row["team_before"], row["team"]))
        if row["cases"] >= SMALLEST_GROUP
    ]  # fmt: skip
    return found


def _about(log: Log, what: str, of: str) -> str:
    return PART.join((log.root, what, " → ".join(bare(of)) if what == WAY else of))


def _result(log: Log, what: str, of: str, figures: list[Figure]) -> Result:
    return Result(None, figures, PART.join((log.root, what, of)))


def sentences(one: Measured) -> list[Words]:
    """How long a case takes, and how often it changes hands."""
    value, handed = one.value, one.figure("handoffs_per_case")
    if value.value is None:
        return []
    low, high = value.interval or (None, None)
    ends = {lang: ends_of(low, high, value.unit, lang) for lang in LANGUAGES}
    told = [
        Words(
            fr=f"La moitié des {counted(value.n, CASE, CASES, 'fr')} aboutit en {duration(value.value, value.unit, 'fr')}{ends['fr']}.",
            en=f"Half of the {counted(value.n, CASE, CASES, 'en')} come to their end within {duration(value.value, value.unit, 'en')}{ends['en']}.",
        )
    ]
    if handed and handed.value:
        told.append(
            Words(
                fr=f"Un cas change d’équipe {decimal(handed.value, 'fr', 2)} fois en moyenne{between(handed, 2, 'fr')}.",
                en=f"A case changes teams {decimal(handed.value, 'en', 2)} times on average{between(handed, 2, 'en')}.",
            )
        )
    return told


def unasked(bench: Bench) -> Process | None:
    """Every log that is found."""
    return Process() if has_log(bench) else None


PROCESS = Kind(
    "process", Process, results, scope_of, sentences,
    unit=lambda spec: "day", unasked=unasked, title=Words(fr="Le parcours, de bout en bout", en="The journey, end to end"),
)  # fmt: skip
