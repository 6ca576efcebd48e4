"""What else lies in shared mailboxes: answers of an absence, bounces, newsletters, colleagues, and messages that came damaged."""

from collections.abc import Iterator

from visavis.demo.blocks import Block
from visavis.demo.chance import between
from visavis.demo.days import DAY, FIRST_DAY, LAST_DAY, day, next_working
from visavis.demo.operator.plan import DOMAIN
from visavis.demo.operator.posting import encoded, headers

_BODY = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
_ABSENT = (
    "Réponse automatique : Re: votre demande",
    "Auto-Submitted: auto-replied\n",
    "Bonjour, je suis absent jusqu’à lundi.",
)
_NEWS = (
    "La lettre des réseaux",
    "List-Id: <lettre.reseaux.example>\nPrecedence: bulk\n",
    "Ce mois-ci : le très haut débit dans l’Ouest.",
)
_ALARM = ("[supervision] seuil atteint", "Auto-Submitted: auto-generated\n", "Charge du serveur d’agenda : 91 %.")
_COLLEAGUE = (
    "TR: dossier en attente",
    "",
    "Peux-tu regarder ce dossier avec le planning ? Le client a rappelé deux fois.",
)


def odd_messages(own: str, box: str, block: Block) -> Iterator[tuple[int, bytes]]:
    """About eight for every thousand clients of a block, and one of each sort at least, with the moment of each."""
    rng = block.stream(f"oddities of {box}")
    sorts = (_absent, _bounce, _newsletter, _alarm, _colleague, _cut_short, _lying_charset, _nobody, _attached)
    each = max(1, block.clients // 4_000)
    for sort_number, sort in enumerate(sorts):
        if not block.begins and sort in (_nobody, _cut_short):
            continue
        many = 1 if sort in (_nobody, _cut_short) else each
        # What a client seems to have written is recent: nobody would have let it wait for a year.
        since = day(LAST_DAY) - 40 if sort in _AS_FROM_CLIENTS else day(FIRST_DAY)
        days = next_working(between(rng, many, since, day(LAST_DAY) - 7))
        for number, at in enumerate((days * DAY + between(rng, many, 540, 1070)).tolist()):
            yield at, sort(own, at, f"x{block.number}.{box}.{sort_number}.{number}")


def _told(sender: str, own: str, at: int, key: str, subject: str, more: str, body: str) -> bytes:
    above = headers(sender, own, at, f"{key}@{sender.rpartition('@')[2].rstrip('>')}", encoded(subject))
    return f"{above}{more}{_BODY}{body}\n\n".encode()


def _absent(own: str, at: int, key: str) -> bytes:
    return _told(f"absent.{key}@messagerie.example", own, at, key, *_ABSENT)


def _bounce(own: str, at: int, key: str) -> bytes:
    return _told(
        "MAILER-DAEMON@courriel.example", own, at, key, "Undelivered Mail Returned to Sender",
        "X-Failed-Recipients: personne@courriel.example\n", "550 5.1.1 mailbox unknown",
    )  # fmt: skip


def _newsletter(own: str, at: int, key: str) -> bytes:
    return _told("lettre@reseaux.example", own, at, key, *_NEWS)


def _alarm(own: str, at: int, key: str) -> bytes:
    return _told("no-reply@supervision.example", own, at, key, *_ALARM)


def _colleague(own: str, at: int, key: str) -> bytes:
    return _told(f"planification@{DOMAIN}", own, at, key, *_COLLEAGUE)


def _cut_short(own: str, at: int, key: str) -> bytes:
    """A message whose last part never ends."""
    above = headers(f"coupe.{key}@courriel.example", own, at, f"{key}@courriel.example", encoded("Ma ligne"))
    return f'{above}Content-Type: multipart/mixed; boundary="=_{key}"\n\n--=_{key}\n{_BODY}Ma ligne coupe tous les soirs.\n\n'.encode()


def _lying_charset(own: str, at: int, key: str) -> bytes:
    """UTF-8 declared, cp1252 written."""
    above = headers(f"accents.{key}@postale.example", own, at, f"{key}@postale.example", encoded("Facture"))
    return f"{above}{_BODY}".encode() + "Une facture détaillée, c’est possible ? Merci.\n\n".encode("cp1252")


def _nobody(own: str, at: int, key: str) -> bytes:
    """Nobody is named as its writer: it can only be set aside."""
    above = headers(f"perdu.{key}@postale.example", own, at, f"{key}@postale.example", encoded("?"))
    kept = [line for line in above.split("\n") if not line.startswith("From: ")]
    return ("\n".join(kept) + _BODY + "…\n\n").encode()


def _attached(own: str, at: int, key: str) -> bytes:
    """A picture of a meter, named and never opened, and what one mail program hides in winmail.dat."""
    above = headers(f"compteur.{key}@boitemail.example", own, at, f"{key}@boitemail.example", encoded("Relevé"))
    part = 'Content-Type: {}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="{}"\n\nQUJDREVGR0g=\n\n'
    return (
        f'{above}Content-Type: multipart/mixed; boundary="=_{key}"\n\n--=_{key}\n{_BODY}Ci-joint la photo de mon compteur.\n\n'
        f"--=_{key}\n{part.format('image/jpeg', 'compteur.jpg')}--=_{key}\n{part.format('application/ms-tnef', 'winmail.dat')}--=_{key}--\n\n"
    ).encode()


_AS_FROM_CLIENTS = (_cut_short, _lying_charset, _attached)
