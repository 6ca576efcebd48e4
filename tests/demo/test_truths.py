"""The truths agree with the exports: everything is counted again from the files alone, by other means."""

import datetime
from collections import Counter
from pathlib import Path

import pandas
import pytest

from tests.demo.recounting import (
    END,
    boxes,
    by_day,
    day,
    iso,
    moment,
    open_minutes,
    planted,
    same,
    table,
    told,
    truth,
    working,
    working_days_after,
)
from visavis.demo.generate import generate


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("orvane")
    generate(folder, clients=600, seed=5)
    return folder


def test_installations(home: Path) -> None:
    rows = table(home, "installations_*.csv")
    going, found, cause, at_fault = rows[rows.etat != "Annulée"], {}, truth(home, "cause.json"), Counter[str]()
    for row in going.itertuples():
        outcome = by_day(day(row.rendez_vous_le), moment(row.installe_le)) if row.rendez_vous_le else "untestable"
        outcome = "partial" if outcome == "kept" and row.en_service == "0,5" else outcome
        found[row.dossier] = outcome
        since = datetime.date.fromisoformat(cause["cause"]["since"])
        if row.depot == cause["cause"]["value"] and row.rendez_vous_le and day(row.rendez_vous_le) >= since:
            at_fault[outcome] += 1
    same(home, "installe-a-la-date", found)
    assert truth(home, "promises.json")["installe-a-la-date"]["dropped_by_filter"] == len(rows) - len(going)
    assert {name: n for name, n in cause["at_fault"].items() if n} == dict(at_fault)
    done = rows[rows.etat == "Réalisée"]
    warned = {row.dossier: {"oui": "kept", "non": "broken"}[row.sms_veille] for row in done.itertuples()}
    same(home, "prevenu-la-veille", warned)


def test_the_cause_stands_out(home: Path) -> None:
    cause, rates = truth(home, "cause.json"), {}
    for side in ("at_fault", "elsewhere"):
        counts = cause[side]
        rates[side] = counts["kept"] / (counts["kept"] + counts["late"] + counts["partial"] + counts["broken"])
    assert rates["at_fault"] == pytest.approx(0.55, abs=0.15)
    assert rates["elsewhere"] == pytest.approx(0.92, abs=0.04)


def test_hand_offs_and_the_team_that_takes_most_of_the_time(home: Path) -> None:
    steps = table(home, "etapes_installations.csv")
    planned = {}
    for row in steps[steps.etape == "Planification"].itertuples():
        due = working_days_after(day(row.recu_le), 2)
        planned[f"{row.dossier}|Planification"] = by_day(due, day(row.rendu_le) if row.rendu_le else None)
    same(home, "rendez-vous-en-2-jours", planned)
    finished = {row.dossier for row in steps.itertuples() if row.etape == "Mise en service" and row.rendu_le}
    days = Counter[str]()
    for row in steps[steps.dossier.isin(finished)].itertuples():
        days[row.equipe] += (day(row.rendu_le) - day(row.recu_le)).days
    chain = truth(home, "chain.json")
    assert chain["days"] == dict(days)
    assert chain["team"] == days.most_common(1)[0][0] == "Planification"
    for _, rows in steps.groupby("dossier"):
        assert list(rows.rendu_le)[:-1] == list(rows.recu_le)[1:]


def test_parcels_and_their_preparation(home: Path) -> None:
    rows = table(home, "parcels.csv", sep=",")
    going, delivered, prepared = rows[rows.status != "cancelled"], {}, {}
    for row in going.itertuples():
        delivered[row.parcel] = by_day(datetime.date.fromisoformat(row.announced_for), iso(row.delivered_at))
        ready = datetime.date.fromisoformat(row.ready_on) if row.ready_on else None
        prepared[row.parcel] = by_day(datetime.date.fromisoformat(row.ready_by), ready)
    same(home, "livre-a-la-date", delivered)
    same(home, "preparee-a-temps", prepared)
    assert truth(home, "promises.json")["livre-a-la-date"]["dropped_by_filter"] == len(rows) - len(going)


def test_outages_invoices_and_refunds(home: Path) -> None:
    mended = {}
    for row in table(home, "pannes.csv").itertuples():
        began, done = moment(row.signale_le), moment(row.retabli_le)
        assert began is not None
        due = began + datetime.timedelta(hours=8)
        mended[row.signalement] = ("kept" if done <= due else "late") if done else "broken" if due < END else "open"
    same(home, "retabli-en-8-heures", mended)
    invoices = table(home, "factures.csv")
    right = {row.facture: {"non": "kept", "oui": "broken"}[row.rectifiee] for row in invoices.itertuples()}
    same(home, "facture-juste", right)
    refunds = table(home, "remboursements.csv")
    paid = {
        row.remboursement: by_day(working_days_after(day(row.decide_le), 10), day(row.vire_le) if row.vire_le else None)
        for row in refunds.itertuples()
    }
    same(home, "rembourse-en-10-jours", paid)
    assert set(refunds.facture) == {key for key, outcome in right.items() if outcome == "broken"}


def test_stars_on_kept_and_missed_cases(home: Path) -> None:
    stars = table(home, "avis.csv", sep=",")
    for promise, about in (("installe-a-la-date", "Installation"), ("livre-a-la-date", "Colis")):
        outcome, felt = told(home, promise), truth(home, "promises.json")[promise]["felt"]
        scores: dict[str, list[int]] = {"kept": [], "missed": []}
        for row in stars[stars["sur"] == about].itertuples():
            if outcome[row.reference] not in ("open", "untestable"):
                scores["kept" if outcome[row.reference] == "kept" else "missed"].append(int(row.note))
        for side, notes in scores.items():
            assert felt[side] == {"n": len(notes), "mean": pytest.approx(sum(notes) / len(notes))}


def test_requests_on_the_business_clock(home: Path) -> None:
    log = table(home, "journal_tickets_*.csv", encoding="cp1252")
    log["at"] = [moment(text) for text in log.Horodatage]
    log["Rang"] = log.Rang.astype(int)
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


def test_call_backs_and_the_list_of_commitments(home: Path) -> None:
    calls = {}
    for row in table(home, "rappels.csv", sep=",").itertuples():
        asked = iso(row.demande_le)
        assert asked is not None
        assert working(asked.date())
        calls[row.id_rappel] = by_day(working_days_after(asked.date(), 2), iso(row.rappele_le))
    same(home, "rappele-2-jours", calls)
    noted = table(home, "engagements.csv")
    held = {
        row.engagement: by_day(day(row.promis_pour), day(row.tenu_le) if row.tenu_le else None)
        for row in noted.itertuples()
    }
    same(home, "engagement-tenu", held)


def test_scores_after_a_request(home: Path) -> None:
    answers = table(home, "enquetes.csv", sep=",")
    asked = answers[answers.questionnaire == "Après contact"]
    same(
        home,
        "satisfait-de-la-reponse",
        {row.reponse: "kept" if int(row.note_sur_10) >= 8 else "broken" for row in asked.itertuples()},
    )


def test_tallies_of_the_shops(home: Path) -> None:
    counted = truth(home, "promises.json")["accueil-15-minutes"]
    sheet = table(home, "visites_boutiques.csv", sep=",")
    population = sum(int(row.visites) - int(row.departs_avant_accueil) for row in sheet.itertuples())
    late = sum(int(row.plus_de_15_min) for row in sheet.itertuples())
    assert (counted["kept"], counted["late"]) == (population - late, late)


def test_what_became_of_complaints(home: Path) -> None:
    order = ["Reçue", "Transmise au service", "Lue", "Répondue"]
    complaints = table(home, "reclamations.csv", encoding="cp1252")
    for year, told_year in truth(home, "funnels.json").items():
        of_year = complaints[complaints.reclamation_du.str.endswith(year)]
        reached = [order.index(stage) for stage in of_year.traitement]
        assert list(told_year["stages"].values()) == [sum(one >= at for one in reached) for at in range(4)]
        assert told_year["promised"] == (of_year.reponse == "Promesse d’action").sum()


def test_the_portfolio_that_one_person_holds(home: Path) -> None:
    log = table(home, "journal_tickets_*.csv", encoding="cp1252")
    touched = log[log.Statut.isin(["Pris en charge", "Transféré", "En attente client", "Résolu"])]
    assert (touched.Agent != "?").all()
    pairs = touched[["Ticket", "Agent", "E-mail client", "Équipe"]].drop_duplicates()
    pairs["E-mail client"] = pairs["E-mail client"].str.lower()
    known = truth(home, "holders.json")
    held = pairs[pairs["E-mail client"].isin(known["held_emails"])]
    assert set(held.Agent) == {known["holder"]}
    assert set(held["Équipe"]) == {known["team"]} == {"Comptes entreprises"}
    assert held["E-mail client"].nunique() == len(known["held_clients"]) > 2
    requests = pairs.groupby("E-mail client").Ticket.nunique()
    many = pairs[pairs["E-mail client"].isin(requests[requests >= known["min_cases"]].index)]
    tops = many[["Ticket", "Agent", "E-mail client"]].drop_duplicates().groupby("E-mail client").Agent
    top = tops.agg(lambda agents: agents.value_counts(normalize=True).iloc[0])
    assert (len(top), (top == 1).sum()) == (known["clients_with_min_cases"], known["of_which_known_by_one"])
    assert top.median() == pytest.approx(known["median_top_share"])


def test_every_record_has_one_client_and_people_stand_in_several_sources(home: Path) -> None:
    identities = planted(home, "identities.csv")
    assert not identities.duplicated(["source", "key"]).any()
    rows = {
        "crm": table(home, "crm_contacts.csv", encoding="cp1252")["N° contact"],
        "comptes-web": table(home, "web_accounts.csv", sep=",")["account_id"],
        "fiches-boutique": table(home, "fiches_boutique.csv")["fiche"],
        "clients-energie": table(home, "CLIENTS_ENERGIE.csv", encoding="cp1252")["NUMERO"],
    }
    for source, keys in rows.items():
        assert set(identities[identities.source == source].key) == set(keys)
    assert identities.client.nunique() == 600
    own = identities[identities.source != "courriels"]
    sources = own.groupby("client").source.nunique()
    assert set(sources) == {1, 2, 3, 4}
    assert 0.3 < (sources > 1).mean() < 0.9
    assert (own.groupby(["source", "client"]).size() > 1).any()
    writers = {address for box in boxes(home).values() for address in box.senders}
    assert set(identities[identities.source == "courriels"].key) <= writers


def test_contacts_disagree_in_every_planted_way(home: Path) -> None:
    crm = table(home, "crm_contacts.csv", encoding="cp1252")
    web = table(home, "web_accounts.csv", sep=",")
    identities = planted(home, "identities.csv").set_index(["source", "key"]).client
    crm["client"] = [identities["crm", key] for key in crm["N° contact"]]
    web["client"] = [identities["comptes-web", key] for key in web.account_id]
    both = crm[crm.Type == "Particulier"].merge(web, on="client")
    assert 0.3 < (both["E-mail"].str.lower() == both.email.str.lower()).mean() < 0.8
    assert (both.Nom != both.last_name).mean() > 0.15
    assert (both["Prénom"] == both.last_name).any()
    assert (both.postcode != both.CP).mean() > 0.03
    shared = web[web.email != ""].groupby("email").client.nunique()
    assert (shared > 1).any()
    assert set(crm["Téléphone"].str[:3]) > {"", "02 "}
    employers = [company.lower() for company in web[web.account_type == "business"].company]
    named = [company.lower() for company in web[(web.account_type == "private") & (web.company != "")].company]
    assert any(company in employer for company in named for employer in employers)
