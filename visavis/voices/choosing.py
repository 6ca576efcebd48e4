"""Which head answers which question: the shipped one, or one learnt from the company's labels."""

from collections.abc import Iterable

from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.voices.models import HeadChoice, LearntHead


def choices() -> dict[str, str]:
    """Version of the own head that answers each question, where one does."""
    latest: dict[str, str] = dict(HeadChoice.objects.order_by("id").values_list("question", "version"))
    return {question: version for question, version in sorted(latest.items()) if version}


def in_use(question: str) -> str:
    """Version of the own head that answers the question; empty: the shipped one does."""
    return choices().get(question, "")


def own_part(chosen: Iterable[tuple[str, str]]) -> str:
    """What own heads add to the version of a reader: empty where there are none."""
    return "".join(f"+{question}:{version}" for question, version in sorted(chosen))


def choose(question: str, version: str, *, user: User | None, rolled_back: bool = False) -> None:
    """From now on that version answers; the next run reads anew what it changes."""
    if in_use(question) != version:
        HeadChoice.objects.create(question=question, version=version, user=user, rolled_back=rolled_back)


def roll_back(question: str, *, user: User | None, version: str | None = None) -> str:
    """Goes back to `version`, or to what answered before the one in use; the version that answers now, empty: the shipped.

    Raises Mistake where there is nothing to go back to, or no such version.
    """
    now = in_use(question)
    if version is None:
        if not now:
            raise Mistake(
                Words(fr="le lecteur livré répond déjà", en="the shipped reader answers already"),
                remedy=Words(
                    fr="choisissez une version : visavis reader versions",
                    en="choose a version: visavis reader versions",
                ),
            )
        version = _before(question, now)
    elif version and not LearntHead.objects.filter(question=question, version=version).exists():
        raise Mistake(
            Words(fr=f"pas de version « {version} »", en=f"there is no version “{version}”"),
            remedy=Words(fr="voyez : visavis reader versions", en="see: visavis reader versions"),
        )
    choose(question, version, user=user, rolled_back=True)
    return version


def _before(question: str, now: str) -> str:
    """The version that was adopted last before `now` was, not counting those that were left by going back."""
    stack: list[str] = []
    for version, back in (
        HeadChoice.objects.filter(question=question).order_by("id").values_list("version", "rolled_back")
    ):
        if back and version in stack:
            del stack[stack.index(version) + 1 :]
        elif back and not version:
            stack.clear()
        else:
            stack.append(version)
    return stack[stack.index(now) - 1] if now in stack and stack.index(now) else ""
