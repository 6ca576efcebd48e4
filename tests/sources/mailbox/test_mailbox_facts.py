"""What a mailbox becomes: exchanges with the right client, direction and thread; what is kept apart, left alone, rejected."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.sources.homes import Place
from tests.sources.mailbox.written import DECLARED, answer, exchanges, letter, maildir, mbox

Box = Callable[..., Path]


@pytest.fixture(params=[mbox, maildir], ids=["mbox", "maildir"])
def box(request: pytest.FixtureRequest) -> Box:
    """Both formats."""
    writer: Box = request.param
    return writer


@pytest.fixture
def home(place: Place) -> Place:
    """A home that declares the mailboxes in `mail`."""
    place.declare(DECLARED)
    return place


def said(home: Place, lang: str = "en") -> list[str]:
    """What fetching told."""
    return [note.fr if lang == "fr" else note.en for each in home.fetch() for note in each.notes]


def test_a_conversation_of_two_ends(home: Place, box: Box) -> None:
    quoted = "Il part demain.\n\nLe lun. 3 mars 2025 à 10:12, Zoé Durand <zoe@mail.example> a écrit :\n> Où est mon colis ?\n"
    box(
        home.home / "mail/INBOX",
        letter("a", "Où est mon colis ?\n\nCordialement,\nZoé Durand\n06 12 34 56 78"),
        answer(
            "b", quoted, subject="Re: Colis", date="Mon, 03 Mar 2025 11:00:00 +0100", In_Reply_To="<a@mail.example>"
        ),
        letter("c", "Merci !", date="Tue, 04 Mar 2025 00:30:00 +0200", In_Reply_To="<b@mail.example>"),
        letter(
            "d",
            "x",
            of="paul@exemple.fr",
            to="SAV@Exemple.fr",
            subject="Entre nous",
            date="Tue, 04 Mar 2025 09:00:00 Z",
        ),
    )
    (fetched,) = home.fetch()
    assert fetched.rejected == {}
    zoe = "email/zoe@mail.example"
    assert exchanges(home, "key, thread, reply_to, direction, channel, client_ref, subject, text, staff, team") == [
        ("a@mail.example", "a@mail.example", None, "in", "mail", zoe, "Colis", "Où est mon colis ?", None, None),
        (
            "b@mail.example",
            "a@mail.example",
            "a@mail.example",
            "out",
            "mail",
            zoe,
            "Re: Colis",
            "Il part demain.",
            None,
            None,
        ),
        ("c@mail.example", "a@mail.example", "b@mail.example", "in", "mail", zoe, "Colis", "Merci !", None, None),
        ("d@mail.example", "d@mail.example", None, "internal", "mail", None, None, None, None, None),
    ]
    assert home.rows("SELECT key, name, emails FROM records") == [
        {"key": "zoe@mail.example", "name": "Zoé Durand", "emails": ["zoe@mail.example"]}
    ]
    moments = [tuple(map(str, row)) for row in exchanges(home, "occurred_at, occurred_on, occurred_zone")]
    assert moments[2] == ("2025-03-03 22:30:00", "2025-03-04", "GMT+02:00")


def test_threads_across_folders_read_in_any_order(home: Place) -> None:
    mbox(home.home / "mail/A", letter("c", In_Reply_To="<b@mail.example>", date="Wed, 05 Mar 2025 10:00:00 +0000"))
    mbox(
        home.home / "mail/B", answer("b", "oui", In_Reply_To="<a@mail.example>"), answer("z", "Autre", subject="Autre")
    )
    mbox(home.home / "mail/C", letter("a", date="Sun, 02 Mar 2025 10:00:00 +0000"), letter("e", subject="RE : Autre"))
    home.fetch()
    threads = (
        dict(home.duckdb.connection.execute("SELECT key, thread FROM exchanges").fetchall()) if exchanges(home) else {}
    )
    a, z = "a@mail.example", "z@mail.example"
    assert threads == {a: a, "b@mail.example": a, "c@mail.example": a, z: z, "e@mail.example": z}


def test_what_machines_write_is_kept_apart(home: Place, box: Box) -> None:
    bounce = EmailMessage()
    bounce["From"], bounce["To"], bounce["Subject"] = "MAILER-DAEMON@mx.example", "sav@exemple.fr", "Undelivered"
    bounce["Message-ID"], bounce["Date"] = "<bounce@mail.example>", "Mon, 03 Mar 2025 10:12:00 +0100"
    bounce.set_content("x")
    box(
        home.home / "mail/INBOX",
        letter("a", "Je m’absente", Auto_Submitted="auto-replied"),
        letter("b", "Je m’absente", subject="Réponse automatique : Colis"),
        letter("c", "Soldes !", List_Unsubscribe="<mailto:x@shop.example>"),
        letter("d", "Compte", of="no-reply@bank.example"),
        bounce,
        answer("e", "Nous avons bien reçu", Auto_Submitted="auto-generated"),
        letter("f", "Par le groupe", List_Id="SAV <sav.exemple.fr>", Precedence="list"),
        letter(
            "g",
            "Formulaire",
            of="site@exemple.fr",
            to="sav@exemple.fr",
            Reply_To="ana@mail.example",
            Auto_Submitted="auto-generated",
        ),
    )
    assert said(home) == ["mail/INBOX: 8 messages; 2 auto-replies; 1 bounce; 1 list mail; 2 notifications"]
    assert exchanges(home, "key, direction, client_ref") == [
        ("f@mail.example", "in", "email/zoe@mail.example"),
        ("g@mail.example", "in", "email/ana@mail.example"),
    ]
    kinds = home.rows("SELECT split_part(key, '@', 1) AS key, type FROM events WHERE client_ref IS NULL ORDER BY key")
    assert {row["key"]: row["type"] for row in kinds} == {
        "a": "auto-reply", "b": "auto-reply", "bounce": "bounce", "c": "list", "d": "notification", "e": "notification",
    }  # fmt: skip


def test_folders_and_messages_marked_personal_are_left_alone(home: Place) -> None:
    for name in ("Personnel.mbox", "Syndicat CGT", "Dossier RH", "Private", "HR", "Union", "Corbeille"):
        mbox(
            home.home / f"mail/{name}",
            letter(f"x-{name.split()[0]}", "SECRET"),
            letter(f"y-{name.split()[0]}", "SECRET"),
        )
    maildir(home.home / "mail/Maildir/.INBOX.Vie priv&AOk-e", letter("m", "SECRET"))
    mbox(
        home.home / "mail/INBOX",
        letter("a", "Où est mon colis ?"),
        letter("b", "SECRET", Sensitivity="Private"),
        letter("c", "SECRET", subject="[Personnel] vacances"),
        letter("d", "SECRET", X_Gmail_Labels="Boîte de réception,RH"),
        letter("e", "Accueil", subject="Personnel très aimable"),
    )
    assert said(home, "fr") == [
        "7 dossiers personnels, syndicaux ou RH, non lus: mail/Dossier RH, mail/HR, mail/Maildir/.INBOX.Vie priv&AOk-e, "
        "mail/Personnel.mbox, mail/Private … (13 messages)",
        "1 dossier de brouillons, d’indésirables ou de messages jetés, non lu: mail/Corbeille (2 messages)",
        "mail/INBOX: 5 messages; 3 messages marqués personnels, non lus",
    ]
    assert [row[0] for row in exchanges(home)] == ["a@mail.example", "e@mail.example"]
    assert not [file for file in home.home.glob("lake/**/*") if file.is_file() and b"SECRET" in file.read_bytes()]


def test_a_personal_mailbox_is_read_only_by_its_holders_choice(home: Place, box: Box) -> None:
    box(home.home / "mail/INBOX", *(letter(str(n), to="Marie Dupont <marie.dupont@exemple.fr>") for n in range(5)))
    (note,) = said(home)
    assert note.startswith("mail/INBOX: looks like the personal mailbox of marie.dupont@exemple.fr: not read")
    assert exchanges(home) == []
    home.declare(DECLARED.replace("fr]", "fr], holder: {address: marie.dupont@exemple.fr, chose_on: 2026-01-05}"))
    home.fetch()
    assert len(exchanges(home)) == 5
    home.declare(DECLARED.replace("fr]", "fr], shared: [marie.dupont@exemple.fr]"))
    home.fetch()
    assert len(exchanges(home)) == 5


def test_copies_in_several_folders_count_once_and_two_messages_of_one_id_both(home: Place) -> None:
    mbox(home.home / "mail/INBOX", letter("a", "Premier"), letter("a", "Tout autre", subject="Facture"), letter("b"))
    maildir(home.home / "mail/archive", letter("a", "Premier"), letter("b", "Bonjour\n\n-- \npied de liste"))
    (fetched,) = home.fetch()
    assert fetched.rejected == {}
    assert sorted(text for (text,) in exchanges(home, "text")) == ["Bonjour", "Premier", "Tout autre"]


def test_what_can_not_be_told_is_rejected_with_its_place(home: Place) -> None:
    sound = bytes(letter("a"))
    separator = b"From x@mail.example Mon Mar  3 10:12:00 2025\n"
    content = separator + b"no header here\n\n" + separator + sound + b"\n" + separator + b"Subject: nobody\n\nx\n"
    home.put("mail/box.mbox", content)
    folder = maildir(home.home / "mail/Maildir", letter("b"))
    (folder / "cur/1700000000.x:2,S").write_bytes(b"")
    (fetched,) = home.fetch()
    assert fetched.rejected == {"not-a-mail": 2, "mail-without-sender": 1}
    last = content.count(b"\n") - 3
    assert home.rows("SELECT file, line, reason, value FROM rejects ORDER BY file, line") == [
        {"file": "mail/Maildir", "line": None, "reason": "not-a-mail", "value": "cur/1700000000.x:2,S"},
        {"file": "mail/box.mbox", "line": 1, "reason": "not-a-mail", "value": None},
        {"file": "mail/box.mbox", "line": last, "reason": "mail-without-sender", "value": None},
    ]
    assert len(exchanges(home)) == 2


def test_unchanged_mailboxes_are_not_read_again(home: Place, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    import visavis.sources.kinds.mailbox.opening as opening

    box(home.home / "mail/one", letter("a"))
    box(home.home / "mail/two", letter("b"))
    home.fetch()
    assert not home.fetch()[0].changed
    opened, found_in = [], opening.found_in
    monkeypatch.setattr(opening, "found_in", lambda place: (opened.append(place.name), found_in(place))[1])
    box(home.home / "mail/two", letter("c", "plus tard"))
    assert home.fetch()[0].changed
    assert opened == ["two"]
    assert sorted(text for (text,) in exchanges(home, "text")) == ["Bonjour", "Bonjour", "plus tard"]


def test_names_of_attachments_are_kept_and_nothing_of_their_content(home: Place, box: Box) -> None:
    message = letter("a", "Ci-joint")
    message.add_attachment(b"SECRET" * 1000, maintype="application", subtype="pdf", filename="Devis été.pdf")
    message.add_attachment(b"SECRET", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    box(home.home / "mail/INBOX", message)
    (note,) = said(home)
    assert note.startswith("mail/INBOX: 1 message; 1 winmail.dat, not opened")
    assert exchanges(home, "text, extra_attachments") == [("Ci-joint", "Devis été.pdf; winmail.dat")]


def test_a_date_that_can_not_be_is_that_of_its_arrival(home: Place) -> None:
    came = "from a by b; Mon, 03 Mar 2025 10:12:03 +0100"
    mbox(
        home.home / "mail/INBOX",
        letter("a", date="Thu, 01 Jan 2099 10:00:00 +0000", Received=came),
        letter("b", date="Thu, 01 Jan 1970 00:00:00 +0000", Received=came),
        letter("c", date="Sat, 01 Mar 2025 08:00:00 -0000", Received=came),
    )
    message = letter("d")
    del message["Date"]
    mbox(home.home / "mail/INBOX", message)
    assert said(home) == ["mail/INBOX: 4 messages; 1 without date"]
    moments = {key: str(at) for key, at in exchanges(home, "key, occurred_at")}
    there = "2025-03-03 09:12:03"
    assert moments == {
        "a@mail.example": there, "b@mail.example": there, "c@mail.example": "2025-03-01 08:00:00", "d@mail.example": "None",
    }  # fmt: skip
