"""The kind `concentration`: on how few people the relation with each client rests."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring import concentration as on_people
from visavis.engine.measuring.selecting import Selection, Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.mirror.kinds.declared import OVER, WHERE, Over, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import CLIENT, CLIENTS, surely, value_of
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import counted, decimal, number, percent
from visavis.mistakes import Words


class Concentration(Written):
    """On how few people the relation with each client rests."""

    over: Over = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    client: Path = Field(description="The field that names the client, such as `client_ref` or `about.client_ref`")
    person: Path = Field("staff", description="The field that names the person of the company")
    count: Literal["about", "rows"] = Field(
        "rows",
        description="`about`: distinct (case, person) pairs, the case being what `about` names; `rows`: every fact",
    )
    min_cases: int = Field(
        1,
        ge=1,
        description="Clients with fewer cases stay out of medians and means (`known_by_one` counts every client)",
    )

    @model_validator(mode="after")
    def _nobody_singled_out(self) -> Self:
        refuse_staff(self.client, *self.where)
        return self


def results(bench: Bench, spec: Concentration) -> list[Result]:
    """Medians, quartiles and means over the clients; raises Unmeasurable below five people or clients."""
    pairs = spec.count == "about"
    fields = {"client": spec.client, "person": spec.person} | ({"about": "about"} if pairs else {})
    selection = Selection(fields=fields, where=spec.where)
    bench.run(on_people.concentration_steps(bench.name, bench.facts(spec.over), selection, pairs=pairs))
    bench.run([on_people.people_step(bench.name, spec.min_cases)])
    people = bench.rows(f"{bench.name}_people")[0]
    rows = bench.rows(f"{bench.name}_rows_known")[0]
    table = bench.fetch(f"{bench.name}_by_client", ["cases", "persons", "top_share", "hhi"])
    if rows["n"] and not rows["known"]:
        raise Unmeasurable("nobody_named")
    clients = on_people.ByClient(*(table[name].astype(np.float64) for name in ("cases", "persons", "top_share", "hhi")))
    value, distribution = on_people.concentration(
        clients, people=people["people"], people_counted=people["people_counted"], min_cases=spec.min_cases
    )
    left_out = Figure("left_out", rows["n"] - rows["known"], rows["n"], "row")
    return [Result(None, [value, *distribution, left_out])]


def scope(spec: Concentration) -> str:
    """What it is computed over, in one line."""
    who = f"about × {spec.person}" if spec.count == "about" else spec.person
    return f"{facts_in_words(spec.over, spec.where)}; {who}; min_cases {spec.min_cases}"


def sentences(one: Measured) -> list[Words]:
    """Half of the clients, the index, and those known to one person alone."""
    lines = [
        Words(
            fr=f"Chez la moitié des {counted(one.value.n, CLIENT, CLIENTS, 'fr')} qui comptent assez de cas, une même personne tient {percent(value_of(one.value), 'fr')} des cas ou plus{surely(one.value, 'fr')}.",
            en=f"For half of the {counted(one.value.n, CLIENT, CLIENTS, 'en')} with enough cases, one person holds {percent(value_of(one.value), 'en')} of the cases or more{surely(one.value, 'en')}.",
        )
    ]
    hhi, mean = one.figure("median_hhi"), one.figure("mean_persons_per_client")
    if hhi and mean:
        lines.append(
            Words(
                fr=f"Indice de concentration (HHI) médian: {decimal(value_of(hhi), 'fr', 3)}. En moyenne {decimal(value_of(mean), 'fr', 1)} personnes connaissent un client.",
                en=f"Median concentration index (HHI): {decimal(value_of(hhi), 'en', 3)}. On average {decimal(value_of(mean), 'en', 1)} people know a client.",
            )
        )
    alone, share, every = one.figure("known_by_one"), one.figure("known_by_one_share"), one.figure("clients")
    if alone and share and every:
        lines.append(
            Words(
                fr=f"Connus d’une seule personne: {counted(int(value_of(alone)), CLIENT, CLIENTS, 'fr')} sur {number(value_of(every), 'fr')}, soit {percent(value_of(share), 'fr')}{surely(share, 'fr')}.",
                en=f"Known to one person only: {counted(int(value_of(alone)), CLIENT, CLIENTS, 'en')} of {number(value_of(every), 'en')}, that is {percent(value_of(share), 'en')}{surely(share, 'en')}.",
            )
        )
    return lines


CONCENTRATION = Kind("concentration", Concentration, results, scope, sentences)
