"""Rows that carry a score: what was asked, on which scale, the words that came with it."""

from collections.abc import Collection

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.events import about_of
from visavis.sources.looking.keys import find_key
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea, words_of
from visavis.sources.looking.proposal import Fact, Look, Part
from visavis.sources.looking.roles import client_of, extras_of, moment_part, names_in, own_ideas

_SCALES = ((1, 5), (0, 10), (1, 10), (0, 5), (1, 7), (0, 20), (1, 4), (1, 3), (0, 100))
_UNSCORED = Words(fr="les lignes sans note ne sont pas des notes", en="rows without a score are no ratings")
_INSTRUMENTS = {
    "nps": "nps",
    "csat": "csat",
    "ces": "ces",
    "recommandation": "nps",
    "effort": "ces",
    "satisfaction": "csat",
}


def scores_of(look: Look) -> list[Column]:
    """Columns that hold scores: named so, numbers within one of the usual scales."""
    return [
        column
        for column in look.columns
        if column.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN)
        and column.filled
        and Idea.SCORE in column.ideas
        and not column.ideas & {Idea.ID, Idea.COUNT, Idea.AMOUNT}
        and scale_of(column) is not None
    ]


def scale_of(column: Column) -> tuple[int, int] | None:
    """The usual scale that holds every score, the tightest that its ends suggest."""
    if column.low is None or column.high is None or column.kind is Kind.BOOLEAN:
        return (0, 1) if column.kind is Kind.BOOLEAN else None
    told = next((end for word in words_of(column.name) for end in _end_in(word)), None)
    for low, high in _SCALES:
        if low <= column.low and column.high <= high and (told is None or high == told):
            return low, high
    return None


def _end_in(word: str) -> list[int]:
    return [int(word)] if word in ("5", "10", "20", "100") else []


def propose_ratings(
    look: Look,
    scores: list[Column],
    *,
    of_event: Part | None = None,
    client: Part | None = None,
    when: Part | None = None,
) -> list[Fact]:
    """A rating per score column; `of_event` is the key of the event in the same row, if there is one."""
    facts = []
    for score in scores:
        key = of_event or _key(look, score)
        about = _about(look, key, of_event)
        fields: dict[str, Part] = {"instrument": _instrument(score)}
        if about is not None:
            fields["about"] = about
        client_part = client or client_of(look, names_in([key, about]) | {score.name})
        if client_part is not None:
            fields["client_ref"] = client_part
        occurred = _occurred(look, of_event is not None)
        if occurred is not None:
            fields["occurred_at"] = moment_part(occurred)
        elif when is not None:
            why = Words(fr="le moment de la note n’est pas écrit", en="when the score was given is not written")
            fields["occurred_at"] = Part(when.value, why, sure=False)
        fields["score"] = Part(score.name)
        fields |= _scale(score)
        if (text := text_of(look, ())) is not None:
            fields["text"] = Part(text.name, Words(fr="les mots du client", en="the client’s words"))
        taken = names_in(fields.values()) | names_in([key])
        extra = {} if of_event or len(scores) > 1 else extras_of(look, taken)
        given = None if score.filled == score.rows else Part({score.name: {"not": [None]}}, _UNSCORED)
        facts.append(Fact("ratings", key, fields, extra, where=given))
    return facts


def _key(look: Look, score: Column) -> Part:
    return find_key(look, never=[score.name])


def _about(look: Look, key: Part, of_event: Part | None) -> Part | None:
    if of_event is not None:
        return Part({"key": of_event.value, "of": look.name}) if of_event.value != "none" else None
    return about_of(look, set())


def _instrument(score: Column) -> Part:
    for word in words_of(score.name):
        if word in _INSTRUMENTS:
            return Part({"value": _INSTRUMENTS[word]})
    return Part({"value": "review"}, Words(fr="à votre goût", en="call it as you like"))


def _scale(score: Column) -> dict[str, Part]:
    low, high = scale_of(score) or (0, 10)
    seen = (
        Words(fr=f"vu de {score.low:g} à {score.high:g}", en=f"seen from {score.low:g} to {score.high:g}")
        if score.low is not None
        else None
    )
    sure = score.high is None or (score.low == low and score.high == high and (low, high) != (1, 10))
    return {"low": Part({"value": low}, seen, sure), "high": Part({"value": high}, None, sure)}


def _occurred(look: Look, in_event: bool) -> Column | None:
    """When it was answered; a moment known to the second says it better than a day."""
    moments = [
        column for column in look.columns if column.is_moment and column.filled and Idea.BIRTH not in column.ideas
    ]
    if in_event:
        moments = [column for column in moments if column.ideas & {Idea.SCORE, Idea.ANSWER, Idea.TEXT}]
    moments = [column for column in moments if not own_ideas(look, column) & {Idea.DUE}]
    return max(moments, key=lambda column: (_answered(look, column), -column.place), default=None)


def _answered(look: Look, column: Column) -> int:
    ideas = own_ideas(look, column)
    precise = column.dates is not None and column.dates.with_time > 0 and not column.dates.is_always_midnight
    return (
        4 * (Idea.ANSWER in ideas)
        + 2 * precise
        + (Idea.START in ideas)
        + (column.filled == column.rows)
        - 2 * (Idea.UPDATED in ideas)
    )


def text_of(look: Look, taken: Collection[str]) -> Column | None:
    """The words: the longest free text, named so rather than not."""
    texts = [
        column
        for column in look.columns
        if column.name not in taken and column.kind is Kind.TEXT and column.filled and _wordy(look, column)
    ]
    return max(
        texts,
        key=lambda column: (Idea.SUBJECT not in own_ideas(look, column), column.is_free_text, column.length),
        default=None,
    )


def _wordy(look: Look, column: Column) -> bool:
    ideas = own_ideas(look, column)
    if ideas & {Idea.ID, Idea.STATUS} and Idea.TEXT not in ideas:
        return False
    return column.is_free_text or (Idea.TEXT in ideas and not column.is_category and Idea.ID not in column.ideas)
