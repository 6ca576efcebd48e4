"""The index of the current run, opened once in a process, until another run becomes the current one."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.freezing import freeze
from visavis.engine.linking.index import Index
from visavis.engine.linking.weights.trained import FREQUENCIES, Trained
from visavis.mistakes import Mistake, Words

INDEX = "linking_index"
"""Name of the manifest's entries: folders of files, the base and what lies over it (engine/linking/index.py)."""

ARRIVED, LINKED = "arrived", "arrived and linked"
"""In a manifest's ledger: the last record that arrived and that its facts, and that its partition and index, know of."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """An index, and the last arrival that it knows of."""

    index: Index
    upto: int


_opened: dict[Path, tuple[tuple[int, int], Frozen]] = {}
_lock = threading.Lock()


def with_index(lake: Lake, manifest: Manifest, run: str, given: Path, trained: Trained, *, crowds: Path) -> Manifest:
    """The manifest with the index of the normalised records `given`, scored by the model and frequencies of `trained`; `crowds`
    are addresses that identify nobody, as `freeze` takes them."""
    folder = lake.new_file(INDEX, run).with_suffix("")
    count = freeze(given, trained.model, folder, frequencies=trained.folder / FREQUENCIES, crowds=crowds)
    return all_linked(manifest.replaced(INDEX, [lake.entry(INDEX, folder, count)]))


def with_patch(lake: Lake, manifest: Manifest, patch: Path) -> Manifest:
    """The manifest with the index whose base stays, and over which that `patch` lies now (engine/linking/patching.py)."""
    base, index = manifest.of(INDEX)[0], Index(lake.folder / manifest.of(INDEX)[0].path, patch)
    return all_linked(manifest.replaced(INDEX, [base, lake.entry(INDEX, patch, len(index) - index.in_base)]))


def index_of(lake: Lake, manifest: Manifest) -> Index | None:
    """The index of a run, opened; None where it has none."""
    folders = [lake.folder / entry.path for entry in manifest.of(INDEX)]
    return Index(*folders) if folders else None


def all_linked(manifest: Manifest) -> Manifest:
    """The manifest whose partition and index know of every arrival that its facts hold."""
    return replace(manifest, ledger=manifest.ledger | {LINKED: manifest.ledger.get(ARRIVED, 0)})


def frozen(home: Path) -> Frozen:
    """What the current run of `home` knows; raises Mistake where none linked yet."""
    lake = Lake(home / "lake")
    try:
        state = lake.pointer.stat()
    except FileNotFoundError:
        raise _nothing() from None
    stamp = (state.st_mtime_ns, state.st_ino)
    with _lock:
        known = _opened.get(lake.pointer)
        if known and known[0] == stamp:
            return known[1]
        manifest = lake.current()
        index = index_of(lake, manifest) if manifest else None
        if manifest is None or index is None:
            raise _nothing()
        found = Frozen(index.read(), manifest.ledger.get(LINKED, 0))
        _opened.clear()
        _opened[lake.pointer] = (stamp, found)
        return found


def _nothing() -> Mistake:
    return Mistake(
        Words(fr="aucun rapprochement n’a encore été calculé ici", en="nothing was linked here yet"),
        remedy=Words(fr="lancez: visavis run", en="start: visavis run"),
    )
