"""What people speak of in their texts, with the truth that is planted beside: sentiment, theme, and whose clients they are."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers


@dataclass(frozen=True, slots=True)
class Situation:
    """What a text is about. `sentiment` is None where it is only asked for something, `theme` None where it may be any.

    `mood` names the general fragments that go with it: bad, good, mixed, plain, ask, leaving or use.
    """

    name: str
    sentiment: str | None
    theme: str | None
    company: str
    mood: str


def _of(company: str, lines: str) -> list[Situation]:
    found = []
    for line in lines.split("\n"):
        if line.strip():
            name, mood, sentiment, theme = line.split()
            found.append(Situation(name, _maybe(sentiment), _maybe(theme), company, mood))
    return found


def _maybe(word: str) -> str | None:
    return None if word == "-" else word


SITUATIONS: tuple[Situation, ...] = tuple(
    _of(
        "both",
        """
        waiting-bad            bad      negative  waiting
        waiting-good           good     positive  waiting
        reception-good         good     positive  reception
        reception-bad          bad      negative  reception
        competence-good        good     positive  competence
        competence-bad         bad      negative  competence
        follow-up-bad          bad      negative  follow-up
        follow-up-good         good     positive  follow-up
        information-bad        bad      negative  information
        information-good       good     positive  information
        website-bad            bad      negative  website
        website-good           good     positive  website
        ask-information        ask      -         information
        ask-site               ask      -         website
        """,
    )
    + _of(
        "operator",
        """
        installation-on-time   good     positive  delivery
        installation-late      bad      negative  delivery
        installation-missed    bad      negative  delivery
        installation-late-mended mixed  mixed     delivery
        parcel-late            bad      negative  delivery
        parcel-on-time         good     positive  delivery
        outage-long            bad      negative  quality
        outage-quick           mixed    mixed     quality
        quality-good           good     positive  quality
        quality-bad            bad      negative  quality
        quality-mixed          mixed    mixed     quality
        invoice-wrong          bad      negative  price
        invoice-clear          good     positive  price
        price-rise             bad      negative  price
        price-good             good     positive  price
        price-mixed            mixed    mixed     price
        refund-late            bad      negative  refund
        refund-done            good     positive  refund
        reception-mixed        mixed    mixed     reception
        contract-bad           bad      negative  contract
        contract-good          good     positive  contract
        accessibility-bad      bad      negative  accessibility
        accessibility-good     good     positive  accessibility
        safety-bad             bad      negative  safety
        safety-good            good     positive  safety
        competitor             leaving  negative  contract
        leaving                leaving  negative  contract
        thanks-front           good     positive  competence
        thanks-back-office     good     positive  follow-up
        surprise-greenhouse    use      positive  other
        surprise-baby-phone    use      positive  other
        ironic                 bad      negative  -
        neutral                plain    neutral   other
        ask-where              ask      -         delivery
        ask-broken             ask      -         quality
        ask-refund             ask      -         refund
        ask-invoice            ask      -         price
        ask-move               ask      -         contract
        """,
    )
    + _of(
        "manufacturer",
        """
        quote-late             bad      negative  waiting
        quote-clear            good     positive  information
        order-late             bad      negative  delivery
        order-on-time          good     positive  delivery
        order-incomplete       bad      negative  delivery
        order-late-mended      mixed    mixed     delivery
        part-defective         bad      negative  quality
        part-good              good     positive  quality
        help-technical-good    good     positive  competence
        help-technical-bad     bad      negative  competence
        nobody-answers         bad      negative  waiting
        contact-left           bad      negative  follow-up
        invoice-wrong-b2b      bad      negative  price
        documentation-bad      bad      negative  information
        documentation-good     good     positive  information
        renewal-bad            bad      negative  contract
        renewal-good           good     positive  contract
        price-b2b              bad      negative  price
        thanks-back-office-b2b good     positive  follow-up
        surprise-pump          use      positive  other
        leaving-b2b            leaving  negative  contract
        neutral-b2b            plain    neutral   other
        ask-quote              ask      -         price
        ask-delivery           ask      -         delivery
        ask-specification      ask      -         information
        ask-certificate        ask      -         information
        """,
    )
)
"""Every situation. What is done and what is still open at the time of writing is told in README.md."""

AT: dict[str, int] = {situation.name: row for row, situation in enumerate(SITUATIONS)}
"""Row of each situation by its name."""


def situations(*names: str) -> Numbers:
    """Rows of the situations of those names."""
    return np.asarray([AT[name] for name in names], dtype=np.int64)
