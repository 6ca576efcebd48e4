"""How fast one core reads, and in how much memory: the full reader and the one of words alone, each in a process of its own.

Texts: sentences of hotels and restaurants from the public sets, one to three sentences each: every other one is measured, once the others were read; persons are looked for apart.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.reading.data import sets_missing
from benchmarks.reading.feelings import FEELINGS
from benchmarks.reading.rows import Row
from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.encoding.build import encoder_folder, is_built

GOALS = {"full": 60, "words": 2000}
MOST_MEMORY = 400
_CODE = """
import json, re, resource, sys, time
from pathlib import Path
texts = json.load(sys.stdin)
from visavis.engine.reading.reader import load_reader
if sys.argv[1] == "full":
    reader = load_reader()
else:
    reader = load_reader(Path(sys.argv[2]))
# the state of a run that has begun: words met before are known
reader.read(texts[1::2])
texts = texts[::2]
began, wall = time.process_time(), time.perf_counter()
reader.read(texts)
took, wall = time.process_time() - began, time.perf_counter() - wall
reader.read([" ".join(texts[n:])[:4000] for n in range(5)])  # as long as any is read
status = Path("/proc/self/status")
if status.exists():  # what getrusage tells is inherited from the parent process
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text()).group(1)) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rate": len(texts) / took, "wall": len(texts) / wall, "peak": peak, "torch": "torch" in sys.modules}))
"""


def measure(quick: bool) -> Iterable[Row]:
    """Texts per second of processor, everything asked; peak memory of the process."""
    if missing := sets_missing():
        print(missing)
        return
    if not is_built(encoder_folder(cache_folder())):
        print("the encoder is not built (visavis reader build): the full reader is not measured")
    each = [text for text, _ in (*FEELINGS["hotel sentences FR"](), *FEELINGS["restaurant sentences EN"]())]
    words_cache = Path(cache_folder().parent, "words-alone")
    told = {}
    for kind, most in (("full", 200 if quick else 400), ("words", 1000 if quick else len(each))):
        if kind == "full" and not is_built(encoder_folder(cache_folder())):
            continue
        step = max(1, len(each) // most)
        _run(kind, each[:20], words_cache)  # heads that are missing are trained apart
        told[kind] = _run(kind, each[::step], words_cache)
        print(f"{kind}: {told[kind]['rate']:,.0f} texts per second of processor, {told[kind]['wall']:,.0f} per second, "
              f"peak {told[kind]['peak']:.0f} MB, torch {'loaded' if told[kind]['torch'] else 'not loaded'}")  # fmt: skip
        found = told[kind]["rate"]
        name = "full read with encoder" if kind == "full" else "read by words alone"
        yield Row(
            f"speed: {name}, one core",
            len(each[::step][::2]),
            found,
            "docs/CPU s",
            None,
            "",
            None,
            None,
            f"≥ {GOALS[kind]}",
            found >= GOALS[kind],
        )
    if "full" in told:
        peak = told["full"]["peak"]
        yield Row(
            "memory of the reading process, with encoder",
            1,
            peak,
            "MB",
            None,
            "",
            None,
            None,
            f"< {MOST_MEMORY}",
            peak < MOST_MEMORY and not told["full"]["torch"],
        )


def _run(kind: str, texts: list[str], cache: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _CODE, kind, str(cache)], input=json.dumps(texts), capture_output=True, text=True, check=True,
        env={**_environment(), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)
