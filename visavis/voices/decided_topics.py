"""What people decided about topics: renamed, merged, parted, each undone at will; it stands above what is computed, for ever."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from visavis.mistakes import Mistake, Words

if TYPE_CHECKING:
    from visavis.house.models import User
    from visavis.voices.models import TopicDecision

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands: names by topic, into which topic each merged one went (followed to its end), topics to be parted."""

    names: Mapping[int, str] = field(default_factory=dict)
    into: Mapping[int, int] = field(default_factory=dict)
    split: frozenset[int] = frozenset()

    @property
    def pinned(self) -> frozenset[int]:
        """Topics that people decided about: they stay."""
        return frozenset({*self.names, *self.into, *self.into.values(), *self.split})

    def of(self, topic: int) -> int:
        """The topic under which `topic` stands."""
        return self.into.get(topic, topic)

    def members(self, topic: int, every: Iterable[int]) -> list[int]:
        """All topics that stand under `topic`, itself first."""
        return [topic, *sorted(each for each in every if each != topic and self.of(each) == topic)]


def decided_topics() -> Decided:
    """What stands decided in the database."""
    from visavis.voices.models import TopicDecision

    return decide(TopicDecision.objects.filter(withdrawn_at=None).order_by("id"))


def decide(decisions: "Iterable[TopicDecision]") -> Decided:
    """What `decisions`, oldest first, come to."""
    names: dict[int, str] = {}
    into: dict[int, int] = {}
    parted: set[int] = set()
    for each in decisions:
        if each.kind == "rename":
            names[each.topic] = each.name
        elif each.kind == "split":
            parted.add(each.topic)
        elif each.into is not None and each.topic not in _behind(each.into, into):
            into[each.topic] = each.into
    return Decided(names, {topic: _behind(topic, into)[-1] for topic in into}, frozenset(parted))


def _behind(topic: int, into: Mapping[int, int]) -> list[int]:
    """`topic` and all that it goes into, to the last."""
    path = [topic]
    while (following := into.get(path[-1])) is not None and following not in path:
        path.append(following)
    return path


def rename_topic(user: "User", topic: int, name: str) -> "TopicDecision":
    """Give `topic` a name; raises Mistake where it is empty or too long."""
    name = " ".join(name.replace("\0", " ").split())
    if not 1 <= len(name) <= LONGEST:
        raise Mistake(
            Words(fr="le nom est vide ou trop long", en="the name is empty or too long"),
            remedy=Words(fr=f"écrivez de 1 à {LONGEST} caractères", en=f"write from 1 to {LONGEST} characters"),
        )
    return _add(user, "rename", topic, name=name)


def merge_topics(user: "User", topic: int, into: int, every: Collection[int]) -> "TopicDecision":
    """Let `topic` stand under `into`; both must be among `every`. Raises Mistake otherwise."""
    if topic == into or topic not in every or into not in every or decided_topics().of(into) == topic:
        raise Mistake(
            Words(fr="ces deux sujets ne peuvent pas être réunis", en="these two topics can’t be merged"),
            remedy=Words(fr="choisissez un autre sujet", en="choose another topic"),
        )
    return _add(user, "merge", topic, into=into)


def split_topic(user: "User", topic: int) -> "TopicDecision":
    """Have `topic` parted in two by the next run."""
    return _add(user, "split", topic)


def _add(user: "User", kind: str, topic: int, *, into: int | None = None, name: str = "") -> "TopicDecision":
    from visavis.voices.models import TopicDecision

    return TopicDecision.objects.create(user=user, kind=kind, topic=topic, into=into, name=name)


def withdraw(decision: int) -> "TopicDecision | None":
    """Undo a decision; None where there is no such one."""
    from visavis.voices.models import TopicDecision

    found = TopicDecision.objects.filter(pk=decision).first()
    if found is not None and found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
    return found
