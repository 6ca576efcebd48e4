"""The mirror as JSON: the keys of the contract, always all of them; null where there is no figure, with its reason."""

from typing import Any

from visavis.engine.measuring.values import WILSON_95
from visavis.mirror.reasons import Reason
from visavis.mirror.reflection import Amount, Felt, Measured, Mirror, Rate, Reflected, Step
from visavis.mistakes import Lang


def as_json(mirror: Mirror, lang: Lang = "fr") -> dict[str, Any]:
    """The mirror as plain data for `json.dumps`; reasons and masks of personal data are in `lang`, everything else is the same in every language."""
    return {
        "run": mirror.run,
        "as_of": mirror.as_of.isoformat() if mirror.as_of else None,
        "promises": [_promise(one, lang) for one in mirror.promises],
        "measures": [_measure(one, lang) for one in mirror.measures],
        "refused": [{"source": one.source, "rows": one.rows, "facts": one.facts} for one in mirror.refused],
    }


def _promise(one: Reflected, lang: Lang) -> dict[str, Any]:
    return {
        "name": one.name,
        "says": {"fr": one.says.fr, "en": one.says.en},
        "audience": one.audience,
        "carrier": one.carrier,
        "cases": one.cases,
        **one.outcomes,
        "dropped_by_filter": one.unfiltered.dropped if one.unfiltered else None,
        "kept_rate": one.rate.value,
        "interval": _ends(one.rate),
        "method": WILSON_95 if one.rate.interval else None,
        "reason": _reason(one.reason, lang),
        "felt": _felt(one.felt),
        "trend": [
            {
                "period": f"{month.period:%Y-%m}",
                "kept": month.rate.kept,
                "missed": month.rate.n - month.rate.kept,
                "kept_rate": month.rate.value,
                "interval": _ends(month.rate),
            }
            for month in one.trend
        ],
        "voices": {
            side: [
                {"text": voice.masked(lang), "on": voice.on.isoformat() if voice.on else None, "score": voice.score}
                for voice in voices
            ]
            for side, voices in one.voices.items()
        },
        "steps": _steps(one.steps),
    }


def _felt(felt: Felt) -> dict[str, Any]:
    return {
        "unit": felt.unit,
        "kept": {"n": felt.kept.n, "mean": felt.kept.mean},
        "missed": {"n": felt.missed.n, "mean": felt.missed.mean},
        "perceived_rate": felt.perceived.value if felt.perceived else None,
        "gap": felt.gap,
        "gap_interval": list(felt.gap_interval) if felt.gap_interval else None,
    }


def _measure(one: Measured, lang: Lang) -> dict[str, Any]:
    inner = (
        {"stages": _stages(one)} if one.kind == "funnel" else {"distribution": [_figure(each) for each in one.figures]}
    )
    return {
        "name": one.name,
        "kind": one.kind,
        "scope": one.scope,
        "value": one.value.value,
        "n": one.value.n,
        "unit": one.value.unit,
        "interval": list(one.value.interval) if one.value.interval else None,
        "method": one.value.method,
        "period": one.period,
        "reason": _reason(one.value.reason, lang),
        **inner,
        "steps": _steps(one.steps),
    }


def _stages(one: Measured) -> list[dict[str, Any]]:
    return [
        {
            "stage": each.name,
            "n": each.n,
            "share": each.value,
            "interval": list(each.interval) if each.interval else None,
        }
        for each in one.figures
    ]


def _figure(each: Amount) -> dict[str, Any]:
    return {"figure": each.name, "value": each.value, "n": each.n, "unit": each.unit}


def _ends(rate: Rate) -> list[float] | None:
    return list(rate.interval) if rate.interval else None


def _reason(why: Reason | None, lang: Lang) -> dict[str, str] | None:
    return {"code": why.code, "words": why.say(lang), "remedy": why.remedy(lang)} if why else None


def _steps(steps: list[Step]) -> list[dict[str, str]]:
    return [{"name": step.name, "sql": step.sql} for step in steps]
