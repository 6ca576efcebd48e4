"""What was fetched before, by content: a file is known by its SHA-256, whatever its name."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from visavis.declarations import Declared
from visavis.engine.lake import Manifest
from visavis.engine.tables import Type
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.rows import Arrival
from visavis.sources.names import NAMING


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a source had delivered, and the declaration it was read by."""

    mapping: str = ""
    files: tuple[Arrival, ...] = ()
    types: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, manifest: Manifest, source: str) -> "Ledger":
        """The ledger of `source` in a manifest; empty if it was never fetched."""
        plain = manifest.ledger.get("sources", {}).get(source)
        if plain is None:
            return cls()
        files = tuple(Arrival(**each) for each in plain["files"])
        return cls(plain["mapping"], files, tuple((name, type_) for name, type_ in plain["types"]))

    def typed(self) -> dict[int, dict[str, Type]]:
        """Types that were found for extra fields, by number of the fact, then name."""
        found: dict[int, dict[str, Type]] = {}
        for place, type_ in self.types:
            number, _, name = place.partition(".")
            found.setdefault(int(number), {})[name] = Type(type_)
        return found

    def written(self, manifest: Manifest, source: str) -> dict[str, object]:
        """The manifest's ledger with this one in it."""
        sources = manifest.ledger.get("sources", {})
        return manifest.ledger | {"sources": sources | {source: json.loads(json.dumps(asdict(self)))}}


def mapping_of(source: SourceDeclaration) -> str:
    """A hash of all in the declaration that decides what files become."""
    without = {"files"} if source.mailbox else {"files", "mailbox"}  # sources read before mailboxes were known stay so
    plain = source.model_dump(mode="json", by_alias=True, exclude=without)
    if any("staff" in fact.fields.written() for fact in source.facts):
        plain["naming"] = NAMING
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def starts_afresh(known: Ledger, source: SourceDeclaration) -> bool:
    """Whether all files are read again: the delivery is full, or the declaration changed."""
    return source.delivery == "full" or known.mapping != mapping_of(source)


def to_read(
    files: Sequence[tuple[Path, Arrival]], known: Ledger, declared: Declared[SourceDeclaration]
) -> list[tuple[Path, Arrival]] | None:
    """The files to read; None if nothing changed. Raises Mistake where a changed declaration needs files that are gone."""
    source = declared.value
    same = known.mapping == mapping_of(source)
    if source.delivery == "full":
        return None if same and known.files == tuple(arrival for _, arrival in files) else list(files)
    before = {arrival.sha256 for arrival in known.files}
    if same:
        fresh = [(path, arrival) for path, arrival in files if arrival.sha256 not in before]
        return fresh or None
    here = {arrival.sha256 for _, arrival in files}
    gone = [arrival.name for arrival in known.files if arrival.sha256 not in here]
    if gone:
        shown = ", ".join(gone[:5]) + (" …" if len(gone) > 5 else "")
        raise Mistake(
            Words(
                fr=f"source {source.name}: la déclaration a changé, mais des fichiers déjà livrés ne sont plus là: {shown}",
                en=f"source {source.name}: the declaration changed, but files delivered before are gone: {shown}",
            ),
            remedy=Words(
                fr="remettez-les pour les relire, ou donnez un autre nom à la source pour repartir sans eux",
                en="put them back to have them read anew, or give the source another name to start without them",
            ),
            file=declared.file,
            line=declared.line,
        )
    return list(files)
