"""Which of our own texts say almost the same: canned replies are told from letters by it."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.reading.alike import groups
from visavis.engine.tables import WORD_FORMS, WORDED

LONGEST = 1_000
"""Characters of a form that are compared."""
MOST = 300_000
"""Forms up to which those alike are looked for; beyond, only equal ones are one."""

_SCHEMA = pa.schema([(name, pa.string()) for name in WORD_FORMS.names])


def group_forms(duckdb: DuckDB, lake: Lake, manifest: Manifest, run: str, new: Mapping[str, str]) -> Manifest:
    """The manifest with `word_forms` of the forms in `worded`; `new` are those of new texts, with their words.

    Groups found before stay; only new forms are compared.
    """
    lake.show(duckdb, manifest, [WORDED.name, WORD_FORMS.name])
    found = duckdb.rows("SELECT f.* FROM word_forms AS f SEMI JOIN worded AS w ON f.form = w.form ORDER BY f.form")
    known = {row["form"] for row in found}
    added = sorted(form for form in new if form not in known)
    if not added and len(found) == sum(entry.rows for entry in manifest.of(WORD_FORMS.name)):
        return manifest
    forms = [*(row["form"] for row in found), *added]
    words = [*(row["words"] for row in found), *(new[form][:LONGEST] for form in added)]
    same = [row["same_as"] for row in found]
    if added and len(forms) <= MOST:
        number = {group: place for place, group in enumerate(dict.fromkeys(same))}
        before = np.array([*(number[group] for group in same), *(-1 for _ in added)], np.int64)
        first = groups(words, before)
        # A group keeps the name that it has: its first text stands before all new ones.
        same = [same[place] if place < len(same) else forms[place] for place in map(int, first)]
    else:
        same += added
    if not forms:
        return manifest.replaced(WORD_FORMS.name, [])
    target = lake.new_file(WORD_FORMS.name, run)
    pq.write_table(pa.table([pa.array(each, pa.string()) for each in (forms, words, same)], schema=_SCHEMA), target)
    return manifest.replaced(WORD_FORMS.name, [lake.entry(WORD_FORMS.name, target, len(forms))])
