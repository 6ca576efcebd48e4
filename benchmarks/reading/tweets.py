"""Sentences of public replies of brands, found again by tweet and place: their words may be measured on and not be kept here."""

import csv
import html
import re
from collections.abc import Mapping
from hashlib import md5

from benchmarks.reading.data import DATA

_LEFT_OUT = re.compile(r"https?://\S+|(?<!\w)@\w+")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'^0-9])")


def sentences(wanted: Mapping[str, str]) -> dict[str, str] | None:
    """The words of each `tweet:place` (from 1 on) whose MD5 is the one wanted; None where the public set is absent."""
    file = DATA / "twitter_support_en" / "twcs_small.csv"
    if not file.is_file():
        return None
    places: dict[str, list[int]] = {}
    for ref in wanted:
        tweet, _, number = ref.rpartition(":")
        places.setdefault(tweet, []).append(int(number))
    found: dict[str, str] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["tweet_id"] not in places:
                continue
            words = " ".join(_LEFT_OUT.sub("", html.unescape(row["text"])).split())
            parts = [part.strip() for part in _END.split(words)]
            for place in places[row["tweet_id"]]:
                ref = f"{row['tweet_id']}:{place}"
                if place <= len(parts) and md5(parts[place - 1].encode()).hexdigest() == wanted[ref]:
                    found[ref] = parts[place - 1]
    return found
