"""What a list of messages is narrowed to, out of an address, and the choices that a page offers."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from visavis.mistakes import Words
from visavis.vocabulary import Channel, JourneyStep, Mark, Sentiment, Theme
from visavis.voices.fates import WHY
from visavis.voices.listing import Filters
from visavis.voices.telling import Told
from visavis.web.clients.wording import CHANNELS
from visavis.web.settings.questions import code_words

LANGUAGES = {"fr": Words("français", "French"), "en": Words("anglais", "English")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form: its name, what it is called, its values in words, the one chosen."""

    name: str
    words: Words
    values: tuple[tuple[str, Words], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: as the list takes it, as the form shows it, as an address tells it (without a place); `chosen` are the names
    of the fields that narrow it."""

    filters: Filters
    choices: tuple[Choice, ...]
    since: str
    until: str
    address: str
    chosen: frozenset[str]

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.address)


def asked(given: QueryDict, told: Told) -> Asked:
    """What `given` asks for; what means nothing is passed over."""
    topics = {str(topic.number): topic for topic in told.topics}
    words: dict[str, tuple[Words, dict[str, Words]]] = {
        "theme": (Words("Thème", "Theme"), {str(each): code_words(each) for each in Theme}),
        "sentiment": (Words("Ressenti", "Feeling"), {str(each): code_words(each) for each in Sentiment}),
        "mark": (Words("Les mots montrent", "The words show"), {str(each): code_words(each) for each in Mark}),
        "topic": (Words("Sujet", "Topic"), {key: Words(each.name, each.name) for key, each in topics.items()}),
        "step": (Words("Étape du parcours", "Step of the journey"), {str(each): code_words(each) for each in JourneyStep}),
        "channel": (Words("Canal", "Channel"), {str(each): CHANNELS[each] for each in Channel}),
        "language": (Words("Langue", "Language"), LANGUAGES),
        "fate": (Words("Ce qu’il est devenu", "What became of it"), WHY),
    }  # fmt: skip
    chosen = {name: value for name, (_, values) in words.items() if (value := given.get(name, "")) in values}
    since, until = _day(given.get("since", "")), _day(given.get("until", ""))
    told_days = {name: day.isoformat() for name, day in (("since", since), ("until", until)) if day}
    plain = {name: value for name, value in chosen.items() if name != "topic"}
    members = topics[chosen["topic"]].members if "topic" in chosen else ()
    return Asked(
        Filters(**plain, topics=members, since=since, until=until),
        tuple(
            Choice(name, of, tuple(values.items()), chosen.get(name, ""))
            for name, (of, values) in words.items()
            if values
        ),
        told_days.get("since", ""),
        told_days.get("until", ""),
        urlencode(chosen | told_days),
        frozenset(chosen | told_days),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
