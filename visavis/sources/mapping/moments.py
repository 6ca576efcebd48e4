"""Dates and times as files write them, read in SQL: a fast way for the usual form, a complete one for the rest.

A value with hours is a timestamp, one without is a date. ISO forms need no declaration; 31/12/2024 needs `read.day_first`,
which is never guessed; months may be named in French or English. Where clocks go back, the later of the two moments is meant;
where they go forward, a time that does not exist is read as if they had not moved yet.
"""

from dataclasses import dataclass
from typing import Literal

from visavis.engine.steps import literal
from visavis.sources.mapping.layers import Layers

AsMoment = Literal["date", "timestamp", "month"] | None
EARLIEST, EARLIEST_BIRTH, TOO_LATE = "1950-01-01", "1880-01-01", "2200-01-01"

_TIME = r"\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
_OFFSET = r"(z|utc|gmt|[+-]\d{2}(:?\d{2})?)"
_ISO = rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}([t ]\s*{_TIME}(\s?{_OFFSET})?)?"
_COMPACT = r"(19|20|21)\d{6}"
_SLASHED = rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.](\d{{4}}|\d{{2}})(,? \s*{_TIME}(\s?[ap]\.?m\.?)?)?"
_NAMED = rf"\d{{1,2}}(er|st|nd|rd|th)?[- ./]*(de )?([a-z]{{3,9}})\.?[- ./,]*(\d{{4}})(,? \s*{_TIME})?"
_MONTHS = (
    ("jan", "janv", "janu"),
    ("fev", "fevr", "feb", "febr"),
    ("mar", "mars", "marc"),
    ("avr", "avri", "apr", "apri"),
    ("mai", "may"),
    ("jui", "juin", "jun", "june"),
    ("juil", "jul", "july"),
    ("aou", "aout", "aug", "augu"),
    ("sep", "sept"),
    ("oct", "octo"),
    ("nov", "nove"),
    ("dec", "dece"),
)
_DMY, _MDY = "%d/%m/", "%m/%d/"
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p", " %I:%M:%S%p")


@dataclass(frozen=True, slots=True)
class Moment:
    """SQL of the three columns of a moment, and why a value was refused (null: it was not)."""

    at: str
    on: str
    zone: str
    refusal: str


def moment(
    layers: Layers,
    raw: str,
    *,
    day_first: bool | None,
    zone: str | None,
    as_: AsMoment = None,
    hint: str | None = None,
    earliest: str = EARLIEST,
) -> Moment:
    """Read alias `raw` (text) as a moment; `hint` is the strptime format that most values have, if not ISO."""
    quick = layers.let(f"try_strptime({raw}, {literal(hint)})" if hint else _quick_iso(raw))
    plain = layers.let(
        f"CASE WHEN {raw} IS NULL OR {quick} >= TIMESTAMP '1000-01-01' THEN NULL ELSE {_tidied(raw)} END"
    )
    iso = layers.let(f"CASE WHEN {plain} IS NULL THEN NULL ELSE {_as_iso(plain, as_)} END")
    slashed = "NULL" if day_first is None else _slashed(plain, day_first)
    local = layers.let(
        f"CASE WHEN {plain} IS NULL THEN {quick} WHEN {iso} IS NOT NULL THEN TRY_CAST({iso} AS TIMESTAMP) "
        f"ELSE {slashed} END"
    )
    refusal = layers.let(
        f"CASE WHEN {raw} IS NULL THEN NULL WHEN {local} IS NULL THEN {_why(plain, day_first)} "
        f"WHEN {local} < TIMESTAMP {literal(earliest)} OR {local} >= TIMESTAMP {literal(TOO_LATE)} "
        "THEN 'date-out-of-range' END"
    )
    value = _Value(raw, iso, local, quick, hint, zone)
    if as_ in ("date", "month"):
        return _day(layers, value, as_, refusal)
    return _instant(layers, value, as_, refusal)


@dataclass(frozen=True, slots=True)
class _Value:
    """Aliases of one value: as written, as ISO text, as local time; `quick` where the column's usual form `hint` fits it."""

    raw: str
    iso: str
    local: str
    quick: str
    hint: str | None
    zone: str | None

    def usually(self, then: str, otherwise: str) -> str:
        """`then` where the usual form fits (it has no offset), without looking at the text again."""
        return f"CASE WHEN {self.quick} IS NOT NULL THEN {then} ELSE {otherwise} END" if self.hint else otherwise


def _day(layers: Layers, value: _Value, as_: AsMoment, refusal: str) -> Moment:
    day, zone = _instant(layers, value, None, refusal).on, value.zone
    on = layers.let(f"CAST(date_trunc('month', {day}) AS DATE)") if as_ == "month" else day
    return Moment(
        "CAST(NULL AS TIMESTAMP)", on, f"CASE WHEN {on} IS NOT NULL THEN {literal(zone or 'UTC')} END", refusal
    )


def _instant(layers: Layers, value: _Value, as_: AsMoment, refusal: str) -> Moment:
    raw, iso, local, zone = value.raw, value.iso, value.local, value.zone
    name = literal(zone or "UTC")
    offset = layers.let(value.usually("false", _has_offset(raw)))
    has_hours = str("%H" in (value.hint or "")).lower()
    timed = f"{local} IS NOT NULL" if as_ == "timestamp" else value.usually(has_hours, f"contains({raw}, ':')")
    written = f"CAST(TRY_CAST(coalesce({iso}, {raw}) AS TIMESTAMPTZ) AS TIMESTAMP)"
    in_zone = local if zone in (None, "UTC") else f"CAST(timezone({name}, {local}) AS TIMESTAMP)"
    at = layers.let(f"CASE WHEN {offset} THEN {written} WHEN {timed} THEN {in_zone} END")
    if zone is None:
        on = layers.let(f"CAST({local} AS DATE)")
        shift = f"regexp_extract({raw}, '([+-]\\d{{2}}):?(\\d{{2}})?\\s*$', 1)"
        minutes = f"coalesce(nullif(regexp_extract({raw}, '[+-]\\d{{2}}:?(\\d{{2}})\\s*$', 1), ''), '00')"
        there = (
            f"CASE WHEN {shift} IN ('', '+00', '-00') AND {minutes} = '00' THEN 'UTC' "
            f"ELSE 'GMT' || {shift} || ':' || {minutes} END"
        )
        zone_sql = f"CASE WHEN {local} IS NULL THEN NULL WHEN {offset} THEN {there} ELSE 'UTC' END"
    else:
        there = at if zone == "UTC" else f"timezone({name}, timezone('UTC', {at}))"
        on = layers.let(f"CASE WHEN {offset} THEN CAST({there} AS DATE) ELSE CAST({local} AS DATE) END")
        zone_sql = f"CASE WHEN {local} IS NOT NULL THEN {name} END"
    return Moment(at, on, zone_sql, refusal)


def _quick_iso(raw: str) -> str:
    """The usual ISO forms, told by length and place of the marks: DuckDB's own cast accepts more than is meant."""
    lengths = (
        f"(length({raw}) = 19 AND {raw}[17] = ':') OR length({raw}) = 10 OR (length({raw}) = 16 AND {raw}[14] = ':') "
        f"OR (length({raw}) = 25 AND {raw}[17] = ':' AND {raw}[23] = ':') OR (length({raw}) = 20 AND {raw}[20] = 'Z') "
        f"OR (length({raw}) = 24 AND {raw}[20] = '.' AND {raw}[24] = 'Z')"
    )
    return f"CASE WHEN {lengths} THEN TRY_CAST({raw} AS TIMESTAMP) END"


def _has_offset(raw: str) -> str:
    short = (
        f"length({raw}) < 14 OR (length({raw}) = 19 AND {raw}[17] = ':') OR (length({raw}) = 16 AND {raw}[14] = ':')"
    )
    return f"CASE WHEN {raw} IS NULL OR {short} THEN false ELSE regexp_matches({raw}, '(?i):\\d{{2}}([.,]\\d+)?\\s?{_OFFSET}\\s*$') END"


def _tidied(raw: str) -> str:
    """Lower case, no accents, single blanks."""
    return f"trim(regexp_replace(strip_accents(lower({raw})), '[\\s\\x{{a0}}\\x{{202f}}]+', ' ', 'g'))"


def _full(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _as_iso(plain: str, as_: AsMoment) -> str:
    """Tidied text of an ISO, compact or named form as the ISO text that casts read; null for any other form."""
    time = "upper(replace(replace(replace(substr({rest}, 1), ',', '.'), 'utc', 'z'), 'gmt', 'z'))"
    day = f"replace(replace(regexp_extract({plain}, '^[-\\d/.]+'), '/', '-'), '.', '-')"
    rest = f"regexp_replace(regexp_replace({plain}, '^[-\\d/.]+[t ]?', ''), '\\s', '', 'g')"
    iso = f"{day} || rtrim(' ' || {time.format(rest=rest)})"
    compact = f"{plain}[1:4] || '-' || {plain}[5:6] || '-' || {plain}[7:8]"
    name = f"regexp_extract({plain}, {literal(_NAMED)}, 3)"
    number = "CASE " + " ".join(
        f"WHEN {name}[1:4] IN ({', '.join(map(literal, names))}) THEN '{month:02}'"
        for month, names in enumerate(_MONTHS, 1)
    )
    named = (
        f"regexp_extract({plain}, {literal(_NAMED)}, 4) || '-' || {number} END || '-' || regexp_extract({plain}, '^\\d+') "
        f"|| rtrim(' ' || regexp_extract({plain}, {literal(_TIME)}))"
    )
    month = ""
    if as_ == "month":
        month = (
            f"WHEN {_full(plain, r'\d{4}[-/.]\d{1,2}')} THEN replace(replace({plain}, '/', '-'), '.', '-') || '-01' "
            f"WHEN {_full(plain, r'\d{1,2}[-/.]\d{4}')} THEN right({plain}, 4) || '-' || regexp_extract({plain}, '^\\d+') || '-01' "
        )
    return (
        f"CASE WHEN {_full(plain, _ISO)} THEN {iso} WHEN {_full(plain, _COMPACT)} THEN {compact} "
        f"{month}WHEN {_full(plain, _NAMED)} THEN {named} END"
    )


def _slashed(plain: str, day_first: bool) -> str:
    order = _DMY if day_first else _MDY
    even = f"replace(regexp_replace(regexp_replace(replace({plain}, ',', '.'), '^(\\d+)[-/.](\\d+)[-/.](\\d+)\\.?', '\\1/\\2/\\3'), '([ap])\\.?m\\.?$', '\\1m'), '  ', ' ')"
    formats = {year: ", ".join(literal(order + year + time) for time in _TIMES) for year in ("%Y", "%y")}
    return (
        f"CASE WHEN NOT {_full(plain, _SLASHED)} THEN NULL "
        f"WHEN regexp_matches({plain}, '^\\d+[-/.]\\d+[-/.]\\d{{4}}') THEN try_strptime({even}, [{formats['%Y']}]) "
        f"ELSE try_strptime({even}, [{formats['%y']}]) END"
    )


def _why(plain: str, day_first: bool | None) -> str:
    unknown = f"WHEN {_full(plain, _SLASHED)} THEN 'day-first-unknown' " if day_first is None else ""
    dated = " OR ".join(_full(plain, pattern) for pattern in (_ISO, _COMPACT, _SLASHED, _NAMED))
    return f"CASE {unknown}WHEN {dated} THEN 'impossible-date' ELSE 'not-a-date' END"
