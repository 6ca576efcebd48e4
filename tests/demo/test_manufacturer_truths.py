"""Brévane's truths agree with its exports: everything is counted again from the files alone, by other means."""

import datetime
import mailbox
from collections import Counter
from collections.abc import Iterator
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest

from tests.demo.recounting import (
    END,
    by_day,
    moment,
    open_minutes,
    planted,
    same,
    table,
    truth,
    working_days_after,
)
from visavis.demo.manufacturer import make
from visavis.demo.manufacturer.staff import make_staff
from visavis.sources.kinds.documents.opening import read_document
from visavis.sources.kinds.mailbox.own_words import own_words

FRENCH, ISO = "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brevane")
    make(folder, 150, 5)
    return folder


def test_quotes(home: Path) -> None:
    found = {}
    for row in table(home, "devis.csv").itertuples():
        asked = moment(row.demande_le)
        assert asked is not None
        found[row.devis] = by_day(working_days_after(asked.date(), 2), moment(row.transmis_le))
    same(home, "devis-2-jours", found)


def test_orders(home: Path) -> None:
    orders, delivered, confirmed, parts = table(home, "commandes.csv"), {}, {}, {}
    for row in orders.itertuples():
        ordered = moment(row.commandee_le)
        assert ordered is not None
        confirmed[row.numero] = by_day(working_days_after(ordered.date(), 1), moment(row.confirmee_le))
        if row.statut == "Annulée":
            continue
        due = datetime.datetime.strptime(row.livraison_confirmee_pour, "%d/%m/%Y").date()
        outcome = by_day(due, moment(row.livree_le))
        short = bool(row.part_livree) and float(row.part_livree.replace(",", ".")) < 1
        delivered[row.numero] = "partial" if outcome == "kept" and short else outcome
        if row.gamme == "Pièces détachées":
            parts[row.numero] = by_day(working_days_after(ordered.date(), 2), moment(row.expediee_le))
    same(home, "livre-a-la-date-confirmee", delivered)
    same(home, "commande-confirmee-1-jour", confirmed)
    same(home, "pieces-48h", parts)
    dropped = truth(home, "promises.json")["livre-a-la-date-confirmee"]["dropped_by_filter"]
    assert dropped == (orders.statut == "Annulée").sum()
    cause = truth(home, "cause.json")
    of_line = set(orders[orders.gamme == cause["cause"]["value"]].numero)
    counted = Counter(outcome for order, outcome in delivered.items() if order in of_line)
    assert {name: n for name, n in cause["at_fault"].items() if n} == counted
    assert min(moment(text) for text in orders[orders.gamme == "Hydrane"].commandee_le) >= datetime.datetime(2025, 3, 3)


def test_certificates_and_invoices(home: Path) -> None:
    notes = table(home, "bons_livraison.csv")
    asked = notes[notes.certificats_demandes == "oui"]
    same(home, "certificats-avec-la-livraison",
         {row.bon: {"oui": "kept", "non": "broken"}[row.certificats_joints] for row in asked.itertuples()})  # fmt: skip
    invoices = table(home, "factures.csv", encoding="cp1252")
    same(
        home,
        "facture-sans-erreur",
        {row.facture: {"non": "kept", "oui": "broken"}[row.rectifiee] for row in invoices.itertuples()},
    )


def test_technical_answers_on_the_business_clock(home: Path) -> None:
    found = {}
    for row in table(home, "tickets_support.csv", sep=",").itertuples():
        opened, answered = moment(row.opened_at, ISO), moment(row.answered_at, ISO)
        assert opened is not None
        spent = open_minutes(opened, answered or END)
        found[row.ticket] = ("kept" if spent <= 480 else "late") if answered else "broken" if spent >= 480 else "open"
    same(home, "reponse-technique-8h", found)


def test_yearly_survey_and_marks_after_help(home: Path) -> None:
    yearly = table(home, "enquete_annuelle.csv")
    same(
        home,
        "recommande-par-ses-clients",
        {row.reponse: "kept" if int(row.recommandation) >= 8 else "broken" for row in yearly.itertuples()},
    )
    cases = planted(home, "cases.csv")
    outcome = dict(
        zip(
            cases[cases.promise == "reponse-technique-8h"].key,
            cases[cases.promise == "reponse-technique-8h"].outcome,
            strict=True,
        )
    )
    marks: dict[str, list[int]] = {"kept": [], "missed": []}
    for row in table(home, "satisfaction_support.csv", sep=",").itertuples():
        if outcome[row.ticket] != "open":
            marks["kept" if outcome[row.ticket] == "kept" else "missed"].append(int(row.rating))
    felt = truth(home, "promises.json")["reponse-technique-8h"]["felt"]
    for side, of in marks.items():
        assert felt[side] == {"n": len(of), "mean": pytest.approx(sum(of) / len(of))}


def test_studies_and_the_team_that_consumes_the_delay(home: Path) -> None:
    stages, studies = table(home, "etapes_commandes.csv"), {}
    spent: Counter[str] = Counter()
    for row in stages.itertuples():
        entered, left = moment(row.entree_le), moment(row.sortie_le)
        assert entered is not None
        if row.service == "Bureau d’études":
            studies[row.etape] = by_day(working_days_after(entered.date(), 5), left)
        if left is not None:
            spent[row.service] += open_minutes(entered, left)
    same(home, "etudes-5-jours", studies)
    delays = truth(home, "delays.json")
    assert {team: of["open_minutes"] for team, of in delays["by_team"].items()} == dict(spent)
    shares = delays["share_of_minutes_over"]
    assert max(shares, key=shares.get) == delays["consumer"] == "Bureau d’études"
    assert sum(shares.values()) == pytest.approx(1)


def test_the_locked_portfolio(home: Path) -> None:
    portfolio = truth(home, "portfolio.json")
    activities = table(home, "activites.csv", encoding="cp1252")
    activities["at"] = [moment(text) for text in activities["le"]]
    mine = activities[activities.compte.isin(portfolio["accounts"])]
    leaves, follows = (datetime.datetime.fromisoformat(portfolio[name]) for name in ("left_on", "successor_on"))
    before = mine[mine["at"] < leaves + datetime.timedelta(days=1)]
    assert set(before.auteur) == {portfolio["holder"]}
    assert portfolio["holder"] not in set(mine[mine["at"] >= follows].auteur)
    held = activities.groupby("compte").auteur.agg(lambda people: people.value_counts(normalize=True).iloc[0])
    many = activities.groupby("compte").size() >= portfolio["min_cases"]
    assert portfolio["clients_with_min_cases"] == many.sum()
    assert portfolio["median_top_share"] == pytest.approx(held[many].median())
    assert portfolio["clients_known_by_one"] == (held == 1).sum()
    quotes = portfolio["quotes"]
    assert _rate(quotes["after"]) < _rate(quotes["before"]) - 0.2 < _rate(quotes["others_meanwhile"])
    lost, of = portfolio["lost"], portfolio["companies"]
    assert lost["locked"] / of["locked"] > 4 * lost["others"] / of["others"]
    mails = portfolio["mails_after"]["answered"] / portfolio["mails_after"]["asked"]
    assert mails < portfolio["mails_elsewhere"]["answered"] / portfolio["mails_elsewhere"]["asked"] - 0.2


def _rate(counted: dict[str, int]) -> float:
    return counted["kept"] / (counted["kept"] + counted["late"] + counted["partial"] + counted["broken"])


def test_companies_that_left_buy_nothing_more(home: Path) -> None:
    left = planted(home, "left.csv").set_index("company")
    identities = planted(home, "identities.csv")
    books = identities[identities.source == "erp-clients"].set_index("key").client
    orders = table(home, "commandes.csv")
    for row in orders.itertuples():
        company = books[row.code_client]
        if company in left.index:
            ordered = moment(row.commandee_le)
            assert ordered is not None
            assert ordered.date().isoformat() < left.left_on[company]
    contracts = table(home, "contrats.csv")
    ended = contracts[contracts.statut == "Résilié"]
    assert {books[one] for one in ended.code_client} <= set(left.index)
    assert (left.locked_portfolio == "yes").sum() == truth(home, "portfolio.json")["lost"]["locked"]


def test_what_helped_and_what_did_not(home: Path) -> None:
    changes = truth(home, "changes.json")
    effect, nothing = changes["effect"], changes["non_effect"]
    assert _rate(effect["after"]) > _rate(effect["before"]) + 0.12
    assert _rate(nothing["after"]) == pytest.approx(_rate(nothing["before"]), abs=0.04)
    quarters = list(changes["rising_theme"]["by_quarter"].values())
    early = sum(one["documentation"] for one in quarters[:3]) / sum(one["all"] for one in quarters[:3])
    late = sum(one["documentation"] for one in quarters[-2:]) / sum(one["all"] for one in quarters[-2:])
    assert late > 3 * early


@pytest.fixture(scope="module")
def mails(home: Path) -> dict[str, dict[str, str]]:
    """Every message of the three mailboxes by its Message-ID, as the standard library reads them."""
    found = {}
    for name in ("devis", "commandes", "support"):
        for one in mailbox.mbox(home / "exports" / "mail" / f"{name}.mbox"):
            key = str(one["Message-ID"]).strip("<>")
            found[key] = {
                "box": name,
                "from": str(make_header(decode_header(str(one["From"])))),
                "date": str(one["Date"]),
                "parent": str(one["In-Reply-To"] or ""),
            }
    return found


def test_mails_voices_and_rates_of_answers(home: Path, mails: dict[str, dict[str, str]]) -> None:
    voices = planted(home, "voices.csv")
    incoming = {key for key, one in mails.items() if "@brevane.example" not in one["from"]}
    assert set(voices[voices.source == "messagerie"].key) == incoming
    assert all(one["parent"].strip("<>") in mails for one in mails.values() if one["parent"])
    assert not voices.duplicated(["source", "key"]).any()
    answers = truth(home, "answers.json")
    answered = {box: of["answered"] / of["asked"] for box, of in answers["mailboxes"].items()}
    assert answered["support"] > 0.9 > answered["commandes"] - 0.05
    yearly = table(home, "enquete_annuelle.csv")
    for year in ("2024", "2025"):
        assert (
            yearly.repondu_le.str.startswith(year).sum()
            == answers["surveys"][year]["answered"]
            < answers["surveys"][year]["asked"]
        )


def test_commitments_stand_in_mails_and_what_keeps_them_is_seen(home: Path, mails: dict[str, dict[str, str]]) -> None:
    commitments = planted(home, "commitments.csv")
    assert set(commitments.kind) == {"firm", "vague", "conditional", "soft"}
    assert set(commitments.mail) <= set(mails)
    firm = commitments[commitments.kind == "firm"]
    assert set(firm.outcome) <= {"kept", "late", "broken", "open"}
    assert not commitments[commitments.kind != "firm"].outcome.any()
    calls = {(row.le, row.nature) for row in table(home, "activites.csv", encoding="cp1252").itertuples()}
    threads = Counter(key.rpartition("@")[0].rpartition(".")[0] for key in mails)
    for row in firm.itertuples():
        done = moment(row.done, ISO)
        assert row.outcome == by_day(datetime.date.fromisoformat(row.due), done)
        if done is None:
            continue
        if row.act in ("call", "visit"):
            assert (done.strftime(FRENCH), {"call": "Appel", "visit": "Visite"}[row.act]) in calls
        else:
            assert threads[row.mail.rpartition("@")[0].rpartition(".")[0]] >= 3
    kept = (firm.outcome == "kept").sum() / (firm.outcome != "open").sum()
    assert 0.6 < kept < 0.85


def test_no_employee_is_named_in_what_is_read_of_outgoing_mails(home: Path) -> None:
    staff = make_staff(150, 5)
    names = {f"{given} {family}" for given, family in zip(staff.given, staff.family, strict=True)}
    read = [own_words(text) for text in _outgoing(home)]
    assert len(read) > 500
    assert not [text for text in read if any(name in text for name in names)]


def _outgoing(home: Path) -> Iterator[str]:
    for name in ("devis", "commandes", "support"):
        for one in mailbox.mbox(home / "exports" / "mail" / f"{name}.mbox"):
            if "@brevane.example" in str(one["From"]):
                part: Any = one.get_payload(0) if one.is_multipart() else one
                yield part.get_payload(decode=True).decode(part.get_content_charset())


def test_the_back_office_works_and_is_never_heard(home: Path, mails: dict[str, dict[str, str]]) -> None:
    told = truth(home, "back_office.json")
    assert told["teams"] == ["Contrôle qualité", "Magasin pièces", "Expédition"]
    stages = table(home, "etapes_commandes.csv")
    finished = stages[stages.sortie_le != ""].groupby("service").size()
    assert told["stages"] == {team: finished[team] for team in told["teams"]}
    voices = planted(home, "voices.csv")
    assert set(voices[voices.to != ""].to) == set(told["teams"])
    assert told["thanked_in"] == (voices.to != "").sum()
    assert {one["box"] for one in mails.values()} == {"devis", "commandes", "support"}
    assert truth(home, "surprises.json")["texts"] == (voices.situation == "surprise-pump").sum() > 0


def test_every_record_has_one_client(home: Path) -> None:
    identities = planted(home, "identities.csv")
    assert not identities.duplicated(["source", "key"]).any()
    lists = {
        "crm-comptes": table(home, "crm_comptes.csv", encoding="cp1252")["ID compte"],
        "crm-contacts": table(home, "crm_contacts.csv", encoding="cp1252")["ID contact"],
        "erp-clients": table(home, "ERP_CLIENTS.csv", encoding="cp1252")["CODE CLIENT"],
        "assurance-credit": table(home, "assurance_credit.csv", sep=",")["siren"],
        "portail": table(home, "portal_accounts.csv", sep=",")["account_id"],
    }
    for source, keys in lists.items():
        assert set(identities[identities.source == source].key) == set(keys)
    assert identities[identities.kind == "organisation"].client.nunique() == 150
    roles = planted(home, "roles.csv")
    people = identities[identities.kind == "person"]
    assert set(people.client) <= set(roles.person)
    assert (people.groupby("client").source.nunique() > 1).mean() > 0.3
    moved = set(roles[roles.next_company != ""].person)
    twice = people[(people.source == "crm-contacts") & people.client.isin(moved)].groupby("client").size()
    assert (twice > 1).sum() > 3


def test_papers_say_what_the_truth_tells_page_by_page(home: Path) -> None:
    sentences = planted(home, "documents.csv")
    assert set(sentences.promise) == {"yes", "no"}
    # Each document is opened by a process of its own: a few of each kind tell.
    kinds = sentences.document.str.replace(r"\d+", "0", regex=True)
    some = {name for _, of in sentences.groupby(kinds) for name in sorted(set(of.document))[:4]}
    assert len(some) == 10
    for document, rows in sentences[sentences.document.isin(some)].groupby("document"):
        pages = [_bare(page) for page in read_document(home / "exports" / "documents" / str(document)).pages]
        for row in rows.itertuples():
            assert _bare(row.sentence) in pages[int(row.page) - 1], row.sentence


def _bare(text: str) -> str:
    """Without blanks and the hyphens of broken lines."""
    return "".join(text.replace("\u00ad", "").split()).replace("-", "")
