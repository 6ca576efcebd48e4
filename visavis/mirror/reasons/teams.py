"""Why nothing can be told of series of periods, of teams' answers, or of how alike people judge."""

from visavis.mistakes import Words

_TIME = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")

TEAMS: dict[str, tuple[Words, Words]] = {
    "too_few_periods": (
        Words(
            fr="trop peu de périodes pour savoir de quoi elles varient d’ordinaire: {detail}, il en faut 9 d’au moins 5 cas",
            en="too few periods to know what they usually vary by: {detail}, where 9 of at least 5 cases are needed",
        ),
        _TIME,
    ),
}
"""By code: why, and what to do about it."""
