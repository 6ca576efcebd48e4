"""One message sentence by sentence, as the lake keeps it: read when somebody asks for it."""

from dataclasses import dataclass
from pathlib import Path

from visavis.clients.models import TimelineItem
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.reading.personal.masking import masked
from visavis.engine.reading.personal.spans import Span, spans_read, written
from visavis.engine.steps import literal
from visavis.mistakes import Words
from visavis.voices.models import Voice
from visavis.web.settings.questions import answer_words
from visavis.web.speaking import spoken
from visavis.web.voices.reading import surely


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what was read of it alone."""

    text: str
    sentiment: Words
    sentiment_sure: Words | None
    sentiment_p: float | None
    theme: Words
    theme_sure: Words | None
    theme_p: float | None


def sentences(home: Path, voice: Voice, item: TimelineItem | None) -> list[Sentence]:
    """The sentences of a voice; none before a run that read it so."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None or item is None or not manifest.of("said"):
        return []
    session = DuckDB(threads=1)
    try:
        lake.show(session, manifest, ("said",))
        rows = session.rows(
            f"""SELECT begin, length, sentiment, sentiment_p, theme, theme_p FROM said WHERE source = {literal(item.source)}
            AND "table" = {literal(item.fact)} AND key = {literal(item.key)} ORDER BY place"""
        )
    finally:
        session.close()
    return [
        Sentence(
            _masked(voice, row["begin"], row["length"]),
            answer_words("sentiment", row["sentiment"] or ""), surely(row["sentiment_p"] if row["sentiment"] else None), row["sentiment_p"],
            answer_words("theme", row["theme"] or ""), surely(row["theme_p"] if row["theme"] else None), row["theme_p"],
        )
        for row in rows
    ]  # fmt: skip


def _masked(voice: Voice, begin: int, length: int) -> str:
    """A sentence with personal data masked, that which only begins or ends in it, too."""
    end = begin + length
    spans = [
        Span(max(span.begin, begin) - begin, min(span.end, end) - max(span.begin, begin), span.kind)
        for span in (spans_read(voice.personal) if voice.personal else ())
        if span.begin < end and span.end > begin
    ]
    return masked(voice.text[begin:end], written(spans), spoken()).strip()
