"""The kind `advocacy`: clients who speak for us, from the intention to a client who stays."""

from typing import Any

from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring.advocacy import advocacy, referral_steps
from visavis.engine.measuring.selecting import Selection, Unmeasurable
from visavis.engine.steps import literal, step
from visavis.engine.tables import Type
from visavis.mirror.kinds.declared import Path, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import number, percent
from visavis.mistakes import Words

REFERRALS = ("referral", "recommendation", "parrainage")
"""Types of events that are referrals."""

STEPS = (
    ("made", Words(fr="Ont parrainé quelqu’un", en="Referred somebody")),
    ("converted", Words(fr="Parrainages qui ont donné un client", en="Referrals that led to a client")),
    ("retained", Words(fr="Clients venus ainsi et restés", en="Clients won so who stayed")),
)


class Advocacy(Written):
    """Clients who speak for us: intended, made, converted, retained."""

    instrument: str | None = Field(
        None, description="The question from 0 to 10 that asks whether they would recommend us"
    )
    referrals: Where | None = Field(None, description="Which events are referrals, such as `{type: referral}`")
    converted: Path = Field("done_at", description="The moment when whoever was referred became a client")
    told: Where | None = Field(None, description="Referrals of which it is known whether that client stayed")
    retained: Where | None = Field(None, description="Those of them whose client stayed")

    def model_post_init(self, context: Any) -> None:
        """Nobody is singled out."""
        refuse_staff(
            self.converted, *(path for where in (self.referrals, self.told, self.retained) for path in where or ())
        )


def results(bench: Bench, spec: Advocacy) -> list[Result]:
    """The four shares; raises Unmeasurable where none of them can be told."""
    intended = _intended(bench, spec)
    made = converted = retained = None
    if spec.referrals is not None:
        flags = {"told": spec.told or {}, "retained": spec.retained} if spec.retained is not None else {}
        selection = Selection({"client": "client_ref"}, {"converted": spec.converted}, flags, spec.referrals)
        bench.run(referral_steps(bench.name, bench.facts("events"), selection))
        found = bench.rows(f"{bench.name}_referrals")[0]
        bench.show("clusters")
        clients = bench.runner.rows("SELECT count(DISTINCT cluster) AS n FROM clusters")[0]["n"]
        made = (found["clients"], max(clients, found["clients"])) if found["made"] else None
        converted = found["converted"], found["made"]
        retained = found["retained"], found["told"]
    if intended is None and made is None:
        raise Unmeasurable("no_referrals")
    return [Result(None, advocacy(intended=intended, made=made, converted=converted, retained=retained))]


def _intended(bench: Bench, spec: Advocacy) -> tuple[int, int] | None:
    if spec.instrument is None:
        return None
    bench.run([
        step(
            f"{bench.name}_intended",
            f"""SELECT count(*) AS n, count(CASE WHEN score >= 9 THEN 1 END) AS promoters FROM ratings
            WHERE instrument = {literal(spec.instrument)} AND low = 0 AND high = 10 AND score >= 0 AND score <= 10""",
            "who says that they would recommend us",
        )
    ])  # fmt: skip
    found = bench.rows(f"{bench.name}_intended")[0]
    return (found["promoters"], found["n"]) if found["n"] else None


def scope(spec: Advocacy) -> str:
    """What it is computed over, in one line."""
    return f"ratings {spec.instrument or '–'}; events {spec.referrals or '–'}"


def sentences(one: Measured) -> list[Words]:
    """The four steps, each with its interval or left out where nothing tells it."""
    lines = [
        Words(
            fr=f"Disent qu’ils nous recommanderaient: {percent(value_of(one.value), 'fr')} de {number(one.value.n, 'fr')} réponses{surely(one.value, 'fr')}.",
            en=f"Say that they would recommend us: {percent(value_of(one.value), 'en')} of {number(one.value.n, 'en')} answers{surely(one.value, 'en')}.",
        )
    ]
    for name, title in STEPS:
        figure = one.figure(name)
        if figure is not None and figure.value is not None:
            lines.append(
                Words(
                    fr=f"{title.fr}: {percent(figure.value, 'fr')} de {number(figure.n, 'fr')}{surely(figure, 'fr')}.",
                    en=f"{title.en}: {percent(figure.value, 'en')} of {number(figure.n, 'en')}{surely(figure, 'en')}.",
                )
            )
    return lines


def unasked(bench: Bench) -> Advocacy | None:
    """The question from 0 to 10 with most answers that are about nothing in particular, and events that are referrals."""
    asked = bench.runner.rows(
        """SELECT instrument, count(*) AS n, count(about) AS about FROM ratings WHERE low = 0 AND high = 10
        AND NOT instrument IS NULL GROUP BY instrument ORDER BY about, n DESC, instrument"""
    )
    types = {row["type"] for row in bench.runner.rows("SELECT DISTINCT type FROM events")}
    kinds = [kind for kind in REFERRALS if kind in types]
    if not asked and not kinds:
        return None
    stayed = "extra_retained" if bench.columns("events").get("extra_retained") == Type.BOOLEAN else None
    return Advocacy(
        instrument=asked[0]["instrument"] if asked else None,
        referrals={"type": kinds[0]} if kinds else None,
        told={"extra.retained": [True, False]} if kinds and stayed else None,
        retained={"extra.retained": True} if kinds and stayed else None,
    )


ADVOCACY = Kind(
    "advocacy", Advocacy, results, scope, sentences,
    unasked=unasked, title=Words(fr="Les clients qui nous recommandent", en="Clients who recommend us"),
)  # fmt: skip
