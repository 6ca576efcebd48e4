"""A source proposed for mailboxes: whose addresses are the company's is guessed and asked about, personal mailboxes are told."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from glob import escape
from itertools import islice
from pathlib import Path

from visavis.mistakes import Lang, Mistake, Words
from visavis.sources.kinds.mailbox.company import Company, looks_personal
from visavis.sources.kinds.mailbox.declaration import Mailbox
from visavis.sources.kinds.mailbox.delivery import is_mbox, mailboxes_in
from visavis.sources.kinds.mailbox.folders import mark_of_path
from visavis.sources.kinds.mailbox.headers import Headers, addresses, headers_of
from visavis.sources.kinds.mailbox.opening import OWN_SHARE, found_in
from visavis.sources.looking.nouns import source_name
from visavis.sources.looking.proposal import origin
from visavis.sources.looking.yaml import flow, scalar

SAMPLE = 300
"""Messages of each mailbox that are looked at, and mailboxes that are."""
CLEAR = 0.8
"""Share of the messages at one end of which the company's domain must stand to be told without asking."""

ANYBODYS = frozenset(
    """gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.fr live.com live.fr msn.com yahoo.com yahoo.fr ymail.com
    orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr aol.com icloud.com me.com mac.com gmx.com gmx.fr
    gmx.de proton.me protonmail.com btinternet.com sky.com virginmedia.com comcast.net skynet.be bluewin.ch""".split()  # noqa: SIM905 (a list of names reads better so)
)
"""Domains where anybody has an address: clients, not the company."""


@dataclass(frozen=True, slots=True)
class MailboxesProposal:
    """One source for the mailboxes at some paths.

    `domain` is the company's as it seems (None: nothing tells), `clear` whether the messages leave no doubt; `left` are folders
    whose names say that they are not to be read.
    """

    name: str
    files: tuple[str, ...]
    mailboxes: int
    left: int
    by_mailbox: tuple[tuple[Headers, ...], ...]
    domain: str | None
    clear: bool

    def personal(self, domains: Sequence[str]) -> list[str]:
        """Addresses of those whose own mailbox one of these seems to be, by `domains` of the company."""
        company = Company.of(Mailbox(domains=list(domains)))
        found = []
        for headers in self.by_mailbox:
            own = Counter(
                end.colleague for each in headers if (end := company.ends(each)) is not None and end.colleague
            )
            if own:
                address, n = own.most_common(1)[0]
                if n >= OWN_SHARE * own.total() and looks_personal(address):
                    found.append(address)
        return list(dict.fromkeys(found))


def apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Mailboxes, and folders that hold some; and all else."""
    mine = [path for path in paths if _is_mailbox(path)]
    return mine, [path for path in paths if path not in mine]


def _is_mailbox(path: Path) -> bool:
    if path.is_dir():
        return next(mailboxes_in(path), None) is not None
    return path.is_file() and is_mbox(path)


def look_at_mailboxes(
    paths: Sequence[Path], home: Path, *, name: str | None = None, taken: Collection[str] = ()
) -> MailboxesProposal:
    """The source for the mailboxes at `paths`; reads the beginning of each, and of none that is marked as personal."""
    every = [(path, each) for path in paths for each in mailboxes_in(path)]
    read = [place for path, place in every if mark_of_path(_within(path, place)) is None]
    sampled = tuple(tuple(_headers(place)) for place in read[:SAMPLE])
    stem = source_name([path.name.split(".")[0] or path.name for path in paths]) or "mails"
    own = name or next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 9999))) if each not in taken)
    domain, clear = _guess([each for headers in sampled for each in headers])
    return MailboxesProposal(
        own,
        tuple(escape(origin(home, path)) for path in paths),
        len(read),
        len(every) - len(read),
        sampled,
        domain,
        clear,
    )


def _within(named: Path, place: Path) -> str:
    return named.name if place == named else (Path(named.name) / place.relative_to(named)).as_posix()


def _headers(place: Path) -> Iterator[Headers]:
    for found in islice(found_in(place), SAMPLE):
        yield headers_of(message_from_bytes(found.content))


def _guess(sampled: Sequence[Headers]) -> tuple[str | None, bool]:
    """The domain at one end or the other of most messages; whether it is of nearly all, and no other of half as many.

    Of two that are about as frequent the one with fewer addresses: clients are many.
    """
    seen: Counter[str] = Counter()
    addresses_of: dict[str, set[str]] = {}
    for headers in sampled:
        named = [raw for name in ("from", "to", "cc", "delivered-to", "x-original-to") for raw in headers.get(name, ())]
        ends = [address for _, address in addresses(named)]
        seen.update({address.rpartition("@")[2] for address in ends} - ANYBODYS)
        for address in ends:
            addresses_of.setdefault(address.rpartition("@")[2], set()).add(address)
    if not seen:
        return None, False
    most = seen.most_common(1)[0][1]
    rivals = [domain for domain, n in seen.items() if n >= most / 2]
    domain = min(rivals, key=lambda each: (len(addresses_of[each]), -seen[each], each))
    return domain, len(rivals) == 1 and most >= CLEAR * len(sampled)


def must_know_domain(proposal: MailboxesProposal) -> list[str]:
    """The company's domain where it is clear; raises Mistake where only a person can tell."""
    if proposal.domain is not None and proposal.clear:
        return [proposal.domain]
    guessed = f" ({proposal.domain} ?)" if proposal.domain else ""
    raise Mistake(
        Words(
            fr=f"quels domaines sont ceux de votre entreprise ?{guessed}",
            en=f"which domains are your company's?{guessed.replace(' ?', '?')}",
        ),
        remedy=Words(fr="répondez avec --domain entreprise.fr", en="answer with --domain company.com"),
    )


def must_have_chosen(personal: Sequence[str]) -> None:
    """Raise Mistake where a mailbox seems to be a person's: only that person may choose that it be read."""
    if personal:
        raise Mistake(
            Words(
                fr=f"{', '.join(personal)}: cela semble être une boîte personnelle",
                en=f"{', '.join(personal)}: this looks like a personal mailbox",
            ),
            remedy=Words(
                fr="avec l’accord de son titulaire, ajoutez-la par --holder ADRESSE; si elle est partagée, par --shared ADRESSE",
                en="if its holder chooses so, add it with --holder ADDRESS; if it is shared, with --shared ADDRESS",
            ),
        )


def write_yaml(proposal: MailboxesProposal, mailbox: Mailbox, lang: Lang) -> str:
    """The source as a file to keep, its comments in `lang`."""
    own = Words(fr="les adresses de l’entreprise", en="the company's addresses").say(lang)
    lines = [
        f"# {Words(fr='Proposé par « visavis source add ».', en='Proposed by “visavis source add”.').say(lang)}",
        f"name: {scalar(proposal.name)}",
        "kind: mailbox",
        f"files: {flow(list(proposal.files))}",
        "mailbox:",
        f"  domains: {flow(mailbox.domains)}  # {own}",
    ]
    if mailbox.shared:
        lines.append(f"  shared: {flow(mailbox.shared)}")
    if mailbox.holder is not None:
        chose = Words(
            fr="boîte personnelle, lue par choix de son titulaire", en="a personal mailbox, read by its holder's choice"
        )
        lines.append(
            f"  holder: {{address: {flow(mailbox.holder.address)}, chose_on: {mailbox.holder.chose_on}}}  # {chose.say(lang)}"
        )
    return "\n".join(lines) + "\n"
