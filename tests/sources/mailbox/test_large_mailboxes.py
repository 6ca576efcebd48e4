"""Twenty thousand messages, one of them of 150 MB, are read in the memory of a few."""

import subprocess
import sys
from pathlib import Path

import pytest

LETTER = b"""From c%(n)d@mail.example Mon Mar  3 10:12:00 2025
From: Client %(n)d <c%(n)d@mail.example>
To: sav@exemple.fr
Subject: Colis %(n)d
Message-ID: <%(n)d@mail.example>
Date: Mon, 03 Mar 2025 10:12:00 +0100
Content-Type: text/plain; charset=utf-8

Mon colis %(n)d n'est pas l\xc3\xa0.

"""
HUGE = b"""From big@mail.example Mon Mar  3 10:12:00 2025
From: big@mail.example
To: sav@exemple.fr
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain

Voici le film.
--x
Content-Type: video/mp4; name="film.mp4"
Content-Transfer-Encoding: base64

"""
READ = """
import resource, sys
from pathlib import Path
from visavis.sources.kinds.mailbox.company import Company
from visavis.sources.kinds.mailbox.opening import _Messages
import pyarrow.parquet as parquet
company = Company(frozenset({"exemple.fr"}), frozenset())
small = _Messages(Path(sys.argv[2]), company)
small.write(Path(sys.argv[3]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
messages = _Messages(Path(sys.argv[1]), company)
messages.write(Path(sys.argv[3]))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(messages.counts["all"], parquet.read_metadata(sys.argv[3]).num_rows, (after - before) // 1024)
"""


@pytest.mark.slow
def test_memory_is_bounded(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as out:
        for n in range(20_000):
            out.write(LETTER % {b"n": n})
            if n == 10_000:
                out.write(HUGE)
                for _ in range(150):
                    out.write((b"A" * 76 + b"\n") * 13_000)
                out.write(b"--x--\n\n")
    (tmp_path / "small").write_bytes(b"".join(LETTER % {b"n": n} for n in range(2500)))
    paths = [str(tmp_path / name) for name in ("large", "small", "out.parquet")]
    done = subprocess.run([sys.executable, "-c", READ, *paths], capture_output=True, text=True, check=True)
    read, rows, more = map(int, done.stdout.split())
    assert (read, rows) == (20_001, 20_001)
    assert more < 40, f"{more} MB more than for 2,500 messages"
