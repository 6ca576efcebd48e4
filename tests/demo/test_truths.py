"""The truths agree with the exports: everything is counted again from the CSV files alone, by other means."""

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

import holidays
import pandas
import pytest

from visavis.demo.generate import generate

END = datetime.datetime(2025, 12, 14)
FREE = holidays.country_holidays("FR", years=range(2024, 2027))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mirabelle")
    generate(folder, clients=400, seed=5)
    return folder


def table(home: Path, pattern: str, *, sep: str = ",", encoding: str = "utf-8") -> pandas.DataFrame:
    files = sorted((home / "exports").glob(pattern))
    read = [pandas.read_csv(file, sep=sep, encoding=encoding, dtype=str, keep_default_na=False) for file in files]
    return pandas.concat(read, ignore_index=True)


def truth(home: Path, name: str) -> Any:
    return json.loads((home / "truth" / name).read_text("utf-8"))


def told(home: Path, promise: str) -> dict[str, str]:
    cases = pandas.read_csv(home / "truth" / "cases.csv", dtype=str)
    mine = cases[cases.promise == promise]
    return dict(zip(mine.key, mine.outcome, strict=True))


def moment(text: str, form: str = "%d/%m/%Y %H:%M") -> datetime.datetime | None:
    return datetime.datetime.strptime(text, form) if text else None


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


def by_day(due: datetime.date, done: datetime.date | None) -> str:
    if done is None:
        return "broken" if due < END.date() else "open"
    return "kept" if done <= due else "late"


def working(one: datetime.date) -> bool:
    return one.weekday() < 5 and one not in FREE


def open_minutes(start: datetime.datetime, stop: datetime.datetime) -> int:
    """Minutes from 9 to 18 on working days between two moments, day after day."""
    spent, one = 0.0, start.date()
    while one <= stop.date():
        if working(one):
            opens, closes = (datetime.datetime.combine(one, datetime.time(hour)) for hour in (9, 18))
            spent += max(0.0, (min(stop, closes) - max(start, opens)).total_seconds())
        one += datetime.timedelta(days=1)
    return round(spent / 60)


def same(home: Path, promise: str, found: dict[str, str]) -> None:
    assert told(home, promise) == found
    counted = {name: n for name, n in truth(home, "promises.json")[promise].items() if name in Counter(found.values())}
    assert counted == Counter(found.values())


def test_orders_and_their_preparation(home: Path) -> None:
    orders = table(home, "commandes_*.csv", sep=";")
    going = orders[orders.statut != "Annulée"]
    delivered, prepared = {}, {}
    for row in going.itertuples():
        done = moment(row.date_livraison)
        outcome = by_day(day(row.date_annoncee), done.date() if done else None)
        delivered[row.numero] = (
            "partial" if outcome == "kept" and float(row.part_livree.replace(",", ".")) < 1 else outcome
        )
        prepared[row.numero] = by_day(day(row.a_preparer_le), day(row.preparee_le) if row.preparee_le else None)
    same(home, "livre-a-la-date", delivered)
    same(home, "preparee-a-temps", prepared)
    assert truth(home, "promises.json")["livre-a-la-date"]["dropped_by_filter"] == len(orders) - len(going)
    cause, at_fault = truth(home, "cause.json"), Counter[str]()
    for row in going.itertuples():
        if row.entrepot == cause["cause"]["value"] and day(row.date_annoncee).isoformat() >= cause["cause"]["since"]:
            at_fault[delivered[row.numero]] += 1
    assert {name: n for name, n in cause["at_fault"].items() if n} == dict(at_fault)


def test_the_cause_stands_out(home: Path) -> None:
    cause = truth(home, "cause.json")
    rates = {}
    for side in ("at_fault", "elsewhere"):
        counts = cause[side]
        rates[side] = counts["kept"] / (counts["kept"] + counts["late"] + counts["partial"] + counts["broken"])
    assert rates["at_fault"] == pytest.approx(0.6, abs=0.08)
    assert rates["elsewhere"] == pytest.approx(0.93, abs=0.03)


def test_warned_by_text_message(home: Path) -> None:
    orders = table(home, "commandes_*.csv", sep=";")
    found = {
        row.numero: {"oui": "kept", "non": "broken"}[row.sms_veille]
        for row in orders[orders.statut == "Livrée"].itertuples()
    }
    same(home, "prevenu-la-veille", found)


def test_stars_on_kept_and_missed_orders(home: Path) -> None:
    outcome, felt = told(home, "livre-a-la-date"), truth(home, "promises.json")["livre-a-la-date"]["felt"]
    scores: dict[str, list[int]] = {"kept": [], "missed": []}
    for row in table(home, "avis.csv").itertuples():
        if outcome[row.commande] != "open":
            scores["kept" if outcome[row.commande] == "kept" else "missed"].append(int(row.note))
    for side, stars in scores.items():
        assert felt[side] == {"n": len(stars), "mean": pytest.approx(sum(stars) / len(stars))}


def test_requests_on_the_business_clock(home: Path) -> None:
    log = table(home, "journal_tickets_*.csv", sep=";", encoding="cp1252")
    log["at"] = [moment(text) for text in log.Horodatage]
    log = log.sort_values(["at", "Rang"], kind="stable")
    taken, resolved, delays = {}, {}, []
    for ticket, rows in log.groupby("Ticket"):
        opened = rows["at"].iloc[0]
        by_status = {status: list(part["at"]) for status, part in rows.groupby("Statut")}
        first = min(by_status.get("Pris en charge", [None]), default=None)
        spent = open_minutes(opened, first or END)
        taken[ticket] = ("kept" if spent <= 480 else "late") if first else "broken" if spent >= 480 else "open"
        last = max(by_status["Résolu"]) if "Résolu" in by_status else None
        answers = [*by_status.get("Réponse client", []), END]
        waits = by_status.get("En attente client", [])
        paused = sum(open_minutes(wait, answer) for wait, answer in zip(waits, answers, strict=False))
        spent = open_minutes(opened, last or END) - paused
        resolved[ticket] = ("kept" if spent <= 1440 else "late") if last else "broken" if spent >= 1440 else "open"
        if first:
            delays.append((first - opened).total_seconds() / 3600)
    same(home, "prise-en-charge-8h", taken)
    same(home, "resolu-24h", resolved)
    assert truth(home, "delays.json")["median_hours_among_taken"] == pytest.approx(pandas.Series(delays).median())


def test_call_backs_and_commitments(home: Path) -> None:
    calls = {}
    for row in table(home, "rappels.csv").itertuples():
        asked, called = moment(row.demande_le, "%Y-%m-%d %H:%M"), moment(row.rappele_le, "%Y-%m-%d %H:%M")
        assert asked is not None
        assert working(asked.date())
        due, left = asked.date(), 2
        while left:
            due += datetime.timedelta(days=1)
            left -= working(due)
        calls[row.id_rappel] = by_day(due, called.date() if called else None)
    same(home, "rappele-2-jours", calls)
    promised = {}
    for row in table(home, "engagements.csv", sep=";").itertuples():
        held = moment(row.tenu_le)
        promised[row.engagement] = by_day(day(row.promis_pour), held.date() if held else None)
    same(home, "engagement-tenu", promised)


def test_scores_after_a_request(home: Path) -> None:
    answers = table(home, "enquetes.csv")
    found = {row.reponse: "kept" if int(row.note_sur_10) >= 8 else "broken" for row in answers.itertuples()}
    same(home, "satisfait-de-la-reponse", found)


def test_tallies_of_the_shops(home: Path) -> None:
    counted = truth(home, "promises.json")["retrait-2-heures"]
    sheet = table(home, "retraits_magasin.csv")
    population = sum(int(row.commandes) - int(row.annulations) for row in sheet.itertuples())
    late = sum(int(row.hors_delai) for row in sheet.itertuples())
    assert (counted["kept"], counted["late"]) == (population - late, late)


def test_what_became_of_complaints(home: Path) -> None:
    order = ["Reçue", "Transmise au service", "Lue", "Répondue"]
    complaints = table(home, "reclamations.csv", sep=";", encoding="cp1252")
    for year, told_year in truth(home, "funnels.json").items():
        of_year = complaints[complaints.reclamation_du.str.endswith(year)]
        reached = [order.index(stage) for stage in of_year.traitement]
        assert list(told_year["stages"].values()) == [sum(one >= at for one in reached) for at in range(4)]
        assert told_year["promised"] == (of_year.reponse == "Promesse d’action").sum()


def test_who_knows_whom(home: Path) -> None:
    log = table(home, "journal_tickets_*.csv", sep=";", encoding="cp1252")
    touched = log[log.Statut.isin(["Pris en charge", "Transféré", "En attente client", "Résolu"])]
    assert (touched.Agent != "?").all()
    pairs = touched[["Ticket", "Agent", "E-mail client"]].drop_duplicates()
    pairs["E-mail client"] = pairs["E-mail client"].str.lower()
    known = truth(home, "holders.json")
    held = pairs[pairs["E-mail client"].isin(known["held_emails"])]
    assert set(held.Agent) == {known["holder"]}
    assert held["E-mail client"].nunique() == len(known["held_clients"])
    requests = pairs.groupby("E-mail client").Ticket.nunique()
    many = pairs[pairs["E-mail client"].isin(requests[requests >= known["min_cases"]].index)]
    top = many.groupby("E-mail client").Agent.agg(lambda agents: agents.value_counts(normalize=True).iloc[0])
    assert (len(top), (top == 1).sum()) == (known["clients_with_min_cases"], known["of_which_known_by_one"])
    assert top.median() == pytest.approx(known["median_top_share"])


def test_every_record_has_one_client_and_people_stand_in_several_sources(home: Path) -> None:
    identities = pandas.read_csv(home / "truth" / "identities.csv", dtype=str)
    assert not identities.duplicated(["source", "key"]).any()
    rows = {
        "crm": table(home, "crm_contacts.csv", sep=";", encoding="cp1252")["N° contact"],
        "comptes-web": table(home, "web_accounts.csv")["account_id"],
        "cartes-fidelite": table(home, "cartes_fidelite.csv", sep=";")["carte"],
        "garanties": table(home, "GARANTIES.csv", sep=";", encoding="cp1252")["NUMERO"],
    }
    for source, keys in rows.items():
        assert set(identities[identities.source == source].key) == set(keys)
    assert identities.client.nunique() == 400
    sources = identities.groupby("client").source.nunique()
    assert set(sources) == {1, 2, 3, 4}
    assert 0.3 < (sources > 1).mean() < 0.9
    assert (identities.groupby(["source", "client"]).size() > 1).any()


def test_contacts_disagree_in_every_planted_way(home: Path) -> None:
    crm = table(home, "crm_contacts.csv", sep=";", encoding="cp1252")
    web = table(home, "web_accounts.csv")
    identities = pandas.read_csv(home / "truth" / "identities.csv", dtype=str).set_index(["source", "key"]).client
    crm["client"] = [identities["crm", key] for key in crm["N° contact"]]
    web["client"] = [identities["comptes-web", key] for key in web.account_id]
    both = crm[crm.Type == "Particulier"].merge(web, on="client")
    assert 0.3 < (both["E-mail"].str.lower() == both.email.str.lower()).mean() < 0.8
    assert (both.Nom != both.last_name).mean() > 0.15
    assert (both["Prénom"] == both.last_name).any()
    assert (both.postcode != both.CP).mean() > 0.03
    shared = web[web.email != ""].groupby("email").client.nunique()
    assert (shared > 1).any()
    assert set(crm["Téléphone"].str[:3]) > {"", "03 "}
