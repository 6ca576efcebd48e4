"""Which messages people are asked about: spread, unsure, and by chance; each once."""

from collections import Counter
from pathlib import Path

from tests.voices.labelled import lake_of, said, sayings, somebody


def test_a_queue_mixes_three_reasons_asks_each_text_once_and_forgets_what_was_answered(home: Path) -> None:
    from visavis.voices.correcting import correct
    from visavis.voices.labelling import SIZE, queue
    from visavis.voices.models import Voice

    pairs = sayings(150)
    for number, (text, _) in enumerate([*pairs, *pairs[:20], ("ok", ""), ("", "")], start=1):
        said(number, text)
    assert queue(home, "sentiment") == []  # nothing was run yet
    lake_of(home, [text for text, _ in pairs], "reader-9-words")
    asked = queue(home, "sentiment")
    assert Counter(one.slice for one in asked) == {"spread": 24, "unsure": 18, "audit": 18}
    texts = [Voice.objects.get(pk=one.voice).text for one in asked]
    assert (len(asked), len(set(texts))) == (SIZE, SIZE)
    assert "ok" not in texts
    assert queue(home, "sentiment") == asked
    correct(somebody(), asked[0].voice, "sentiment", "positive", slice=asked[0].slice)
    assert queue(home, "sentiment") == asked[1:]
    Voice.objects.filter(pk=asked[1].voice).update(vanished_run="r2")
    assert queue(home, "sentiment") == asked[2:]


def test_the_unsure_ones_are_those_of_the_lowest_probability(home: Path) -> None:
    import pyarrow.parquet as pq

    from visavis.engine.lake import Lake
    from visavis.voices.labelling import queue
    from visavis.voices.models import Voice

    texts = [text for text, _ in sayings(100)]
    for number, text in enumerate(texts, start=1):
        said(number, text)
    manifest = lake_of(home, texts, "reader-9-words")
    (entry,) = manifest.of("readings")
    (file,) = Lake(home / "lake").files(entry)
    table = pq.read_table(file)
    doubts = [0.3 if key % 3 == 0 else 0.9 for key in range(100)]
    pq.write_table(table.set_column(table.schema.get_field_index("sentiment_p"), "sentiment_p", [doubts]), file)
    unsure = {one.voice for one in queue(home, "sentiment") if one.slice == "unsure"}
    places = [texts.index(Voice.objects.get(pk=voice).text) for voice in unsure]
    assert len(places) == 18
    assert all(place % 3 == 0 for place in places)
