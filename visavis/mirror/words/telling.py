"""What the word watch found, in sentences of both languages."""

from visavis.mirror.tell import wording
from visavis.mirror.words.trends import Series
from visavis.mistakes import Lang, Words


def change_told(series: Series) -> Words:
    """Whether the second half of the periods differs from the first."""
    change = series.change
    if change is None:
        return Words(fr="une seule période", en="one period only")
    difference, (low, high) = change
    if low <= 0 <= high:
        return Words(fr="sans évolution démontrée", en="no change shown")
    up = difference > 0
    return Words(
        fr=f"en {'hausse' if up else 'baisse'} de {_points(difference, 'fr')}",
        en=f"{'up' if up else 'down'} by {_points(difference, 'en')}",
    )


def _points(difference: float, lang: Lang) -> str:
    size = abs(difference) * 100
    many = size >= 2 if lang == "fr" else round(size, 1) != 1
    noun = "point" if not many else "points"
    return f"{wording.decimal(size, lang, 1)} {noun}"
