"""What the company writes: each commitment stands in its answer, and nothing else in an answer commits to anything."""

import re
from collections import Counter

import numpy as np
import pytest

from tests.demo.test_words import facts
from visavis.demo.chance import Numbers, Texts, stream
from visavis.demo.days import DAY, NEVER, day
from visavis.demo.words.answering import ACT, ACTS, CANNED, KIND, KINDS, Commitments, answer
from visavis.demo.words.book import book
from visavis.demo.words.due import due_phrase
from visavis.demo.words.lists import read_pools
from visavis.demo.words.mails import quoted, signatures, subjects
from visavis.demo.words.manners import TONES
from visavis.demo.words.saying import Lived, say
from visavis.demo.words.situations import SITUATIONS
from visavis.sources.kinds.mailbox.own_words import own_words

COMPANIES = ("operator", "manufacturer")


def rows(company: str, n: int) -> Numbers:
    known = np.asarray([at for at, one in enumerate(SITUATIONS) if one.company in ("both", company)])
    return known[np.arange(n) % len(known)]


def answers(company: str, kind: str, n: int = 2_000, *, english: bool = False, known: bool = True) -> Texts:
    rng = stream(3, f"{company}{kind}{english}")
    language = np.full(n, english)
    sent = day("2025-03-04") + np.arange(n) % 200
    due = np.where(np.full(n, kind == "firm"), sent + 9, NEVER // DAY)
    made = Commitments(np.full(n, KIND[kind]), np.arange(n) % len(ACTS), due, sent)
    return answer(rng, rows(company, n), language, facts(rng, language) if known else {}, made, company=company)


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("english", [False, True])
def test_a_firm_commitment_names_its_day_even_where_nothing_else_is_known(company: str, english: bool) -> None:
    n = 2_000
    sent = day("2025-03-04") + np.arange(n) % 200
    phrases: set[str] = set()
    for seed in range(12):
        phrases |= set(due_phrase(stream(seed, "all"), np.full(n, english), sent, sent + 9).tolist())
    for known in (False, True):
        for text in answers(company, "firm", n, english=english, known=known):
            plain = text.replace("'", "’").lower()
            assert any(phrase.lower() in plain for phrase in phrases), text


@pytest.mark.parametrize("company", COMPANIES)
def test_only_firm_commitments_name_a_day(company: str) -> None:
    dated = r"\b(?:sous|d’ici|d'ici|avant|within|by) (?:le |the )?\d|\bdemain\b|\btomorrow\b|jours ouvrés|working day"
    for english in (False, True):
        for kind in ("none", "vague", "conditional", "soft"):
            said = answers(company, kind, english=english)
            assert [text for text in said if re.search(dated, text)] == []


@pytest.mark.parametrize("company", COMPANIES)
def test_every_commitment_can_be_said_whatever_is_known(company: str) -> None:
    for english, language in ((False, "fr"), (True, "en")):
        pools, known = read_pools(language), book(english)
        for kind in KINDS[1:]:
            for tone in TONES:
                subjects = [kind, *(f"{kind}-{act}" for act in ACTS)]
                named = [pool for one in subjects if (pool := (company, one, "commit", tone)) in pools]
                assert (company, kind, "commit", tone) in named
                assert min(known.bare[known.pool_at[pool]] for pool in named) > 0, (kind, tone)
        firm = {
            one
            for (_, name, role, _), members in pools.items()
            if role == "commit" and name.startswith("firm")
            for one in members
        }
        assert [one for one in firm if one.count("{due}") != 1] == []
        others = {
            one for (_, name, role, _), members in pools.items() if not name.startswith("firm") for one in members
        }
        assert [one for one in others if "{due}" in one] == []


def test_answers_that_promise_nothing_are_canned_in_a_known_share() -> None:
    said = Counter(answers("operator", "none", 4_000).tolist())
    canned = [text for text in said if re.search(r"service clients\b|confiance\.$|ne pas y répondre", text)]
    assert abs(sum(said[text] for text in canned) / 4_000 - CANNED) < 0.04


def test_answers_are_the_same_for_the_same_seed_and_never_empty() -> None:
    for company in COMPANIES:
        for kind in KINDS:
            said = answers(company, kind, 1_000)
            assert said.tolist() == answers(company, kind, 1_000).tolist()
            assert [text for text in said if len(text) < 12 or re.search(r"[\[\]{}|<>]|  |\.\.", text)] == []


def test_without_commitment_an_answer_makes_none() -> None:
    n = 300
    english = np.zeros(n, dtype=bool)
    said = answer(stream(4, "plain"), rows("operator", n), english, facts(stream(5, "facts"), english))
    assert [text for text in said if re.search("rappel(?:le|erai)|je reviens|sous \\d", text)] == []
    assert ACT["call"] == 0


def test_a_commitment_without_the_day_of_sending_names_its_date() -> None:
    n = 50
    due = np.full(n, day("2025-06-12"))
    made = Commitments(np.full(n, KIND["firm"]), np.zeros(n, dtype=np.int64), due)
    said = answer(stream(4, "dated"), rows("operator", n), np.zeros(n, dtype=bool), {}, made)
    assert [text for text in said if "12 juin" not in text] == []


@pytest.mark.parametrize("english", [False, True])
def test_mails_quoted_below_an_answer_are_told_from_its_own_words(english: bool) -> None:
    """As the kind `mailbox` reads them, in the manners of all programs; signatures go too."""
    n = 600
    language = np.full(n, english)
    rng = stream(6, "mails")
    asked = say(rng, Lived(rows("operator", n), language, facts(rng, language)), form="letter")
    closing = "Kind regards" if english else "Cordialement"
    own = np.full(n, f"Bonjour,\n\nJe regarde votre dossier.\n\n{closing}\n", dtype=object)
    people, team = np.full(n, "Nadia Roche", dtype=object), np.full(n, "Service client", dtype=object)
    own = own + signatures(rng, language, people, team, "Orvane", np.full(n, "09 70 00 00 00", dtype=object))
    when = np.full(n, day("2025-03-04") * DAY + 605)
    mails = quoted(rng, own, asked, language, when, np.full(n, "Sylvie <sylvie@exemple.fr>", dtype=object))
    read = Counter(own_words(mail) for mail in mails)
    assert read.most_common(1)[0][0] == "Bonjour,\n\nJe regarde votre dossier."
    assert read.most_common(1)[0][1] / n > 0.97


def test_subjects_are_short_lines() -> None:
    for company in COMPANIES:
        n = 2_000
        english = np.arange(n) % 3 == 0
        rng = stream(7, company)
        said = subjects(rng, rows(company, n), english, facts(rng, english), company=company)
        assert [one for one in said if not 3 <= len(one) <= 60 or "\n" in one or re.search(r"[{}\[\]|]|\.$", one)] == []
        assert len(set(said.tolist())) > 150
