"""Dates and times as files write them, read in SQL: a fast way for the usual form, a complete one for the rest.

A value with hours is a timestamp, one without is a date. ISO forms need no declaration; 31/12/2024 needs `read.day_first`,
which is never guessed; months may be named in French or English. Where clocks go back, the later of the two moments is meant;
where they go forward, a time that does not exist is read as if they had not moved yet.
"""

from dataclasses import dataclass
from typing import Literal

from visavis.engine.steps import literal
from visavis.sources.mapping.layers import Layers
from visavis.sources.mapping.zones import Years, utc_of_local

AsMoment = Literal["date", "timestamp", "month"] | None
EARLIEST, EARLIEST_BIRTH, TOO_LATE = "1950-01-01", "1880-01-01", "2200-01-01"

UTC_ENDS = ("Z", "+00:00")
"""Ends of formats that say UTC."""

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
class Hint:
    """What most values of a column look like: their strptime format, and the first and last year seen."""

    form: str
    years: Years = None


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
    hint: Hint | None = None,
    earliest: str = EARLIEST,
) -> Moment:
    """Read alias `raw` (text) as a moment; `hint` is the strptime format that most values have (only speed depends on it)."""
    quick = layers.let(f"try_strptime({raw}, {literal(hint.form)})" if hint else _quick_iso(raw))
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
    instant = _instant(layers, _Text(raw, plain, iso, local, hint), zone, as_, refusal)
    if as_ not in ("date", "month"):
        return instant
    on = layers.let(f"CAST(date_trunc('month', {instant.on}) AS DATE)") if as_ == "month" else instant.on
    zoned = f"CASE WHEN {on} IS NOT NULL THEN {literal(zone or 'UTC')} END"
    return Moment("CAST(NULL AS TIMESTAMP)", on, zoned, refusal)


@dataclass(frozen=True, slots=True)
class _Text:
    """Aliases of one value on its way: as written, tidied (null where the quick way did), as ISO, as local time."""

    raw: str
    plain: str
    iso: str
    local: str
    hint: Hint | None

    def known(self, from_hint: bool, otherwise: str) -> str:
        """A condition that the format itself answers for values read the quick way."""
        if self.hint is None:
            return otherwise
        return f"CASE WHEN {self.plain} IS NULL THEN {'true' if from_hint else 'false'} ELSE {otherwise} END"


def _instant(layers: Layers, text: _Text, zone: str | None, as_: AsMoment, refusal: str) -> Moment:
    name, hint, local = literal(zone or "UTC"), text.hint.form if text.hint else "", text.local
    offset = layers.let(text.known(hint.endswith(UTC_ENDS), _has_offset(text.raw)))
    with_time = text.known("%H" in hint, f"contains({text.raw}, ':')")
    timed = f"{local} IS NOT NULL" if as_ == "timestamp" else layers.let(with_time)
    written = _plain(f"TRY_CAST(coalesce({text.iso}, {text.raw}) AS TIMESTAMPTZ)")
    if hint.endswith(UTC_ENDS):
        written = f"CASE WHEN {text.plain} IS NULL THEN {local} ELSE {written} END"
    in_zone = utc_of_local(local, zone or "UTC", text.hint.years if text.hint else None)
    at = layers.let(f"CASE WHEN {offset} THEN {written} WHEN {timed} THEN {in_zone} END")
    if zone is None:
        on, zoned = layers.let(f"CAST({local} AS DATE)"), _offset_zone(text.raw)
        zone_sql = f"CASE WHEN {local} IS NULL THEN NULL WHEN {offset} THEN {zoned} ELSE 'UTC' END"
    else:
        there = at if zone == "UTC" else f"timezone({name}, timezone('UTC', {at}))"
        on = layers.let(f"CASE WHEN {offset} THEN CAST({there} AS DATE) ELSE CAST({local} AS DATE) END")
        zone_sql = f"CASE WHEN {local} IS NOT NULL THEN {name} END"
    return Moment(at, on, zone_sql, refusal)


def _plain(moment_with_zone: str) -> str:
    """A TIMESTAMPTZ as TIMESTAMP in UTC (through microseconds: twice as fast as the cast)."""
    return f"make_timestamp(epoch_us({moment_with_zone}))"


def _offset_zone(raw: str) -> str:
    """The offset written in `raw` as the name of a zone that every engine knows."""
    hours = f"regexp_extract({raw}, '([+-]\\d{{2}}):?(\\d{{2}})?\\s*$', 1)"
    minutes = f"coalesce(nullif(regexp_extract({raw}, '[+-]\\d{{2}}:?(\\d{{2}})\\s*$', 1), ''), '00')"
    return (
        f"CASE WHEN suffix({raw}, 'Z') OR suffix({raw}, '+00:00') THEN 'UTC' "
        f"WHEN {hours} IN ('', '+00', '-00') AND {minutes} = '00' THEN 'UTC' "
        f"ELSE 'GMT' || {hours} || ':' || {minutes} END"
    )


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
