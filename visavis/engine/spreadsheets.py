"""What leaves for a spreadsheet must not run there."""

import re

_FORMULA, _NUMBER = re.compile(r"[=+@\t\r-]"), re.compile(r"[+-][0-9 .,]*")


def without_formula(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would take for a formula; as `harmless`."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def harmless(value: str) -> str:
    """DuckDB SQL of the text `value`, with an apostrophe before what a spreadsheet would take for a formula.

    Signed numbers and phone numbers are none, and stay as they are.
    """
    formula = f"regexp_matches({value}, '^[=+@\\t\\r-]') AND NOT regexp_matches({value}, '^[+-][0-9 .,]*$')"
    return f"CASE WHEN {formula} THEN '''' || {value} ELSE {value} END"
