"""Hand-made files of every kind, French and English: the mapping that is proposed."""

from pathlib import Path

import pytest

from tests.sources.looking.proposed import extra, mapping, propose_from, read
from visavis.mistakes import Mistake
from visavis.sources.looking.adding import look_at, write_source


def lines(header: str, count: int, row: str) -> str:
    """A file whose rows fill `row`: {n}, and {d} a day, {e} the next one, {m} a month, {h} an hour, {c} one of nine."""
    body = (
        row.format(n=n, d=f"{n % 27 + 1:02}", e=f"{n % 27 + 2:02}", m=f"{n % 12 + 1:02}", h=f"{n % 24:02}", c=n % 9)
        for n in range(count)
    )
    return "\n".join([header, *body]) + "\n"


def test_french_orders_in_cp1252(tmp_path: Path) -> None:
    header = "Statut;Livraison prévue le;Livré le;Commandé le;Code client;N° commande"
    row = "livrée;{e}/{m}/2024;{d}/{m}/2024 {h}:10;{d}/{m}/2024 08:00;C{c};A{n}"
    proposal = propose_from(tmp_path, lines(header, 60, row), name="commandes_2024.csv", encoding="cp1252")
    assert proposal.name == "commandes"
    assert proposal.delivery.value == "full"
    assert read(proposal) == {"encoding": "cp1252", "delimiter": ";", "day_first": True}
    assert mapping(proposal) == {
        "table": "events",
        "key": "N° commande",
        "client_ref": {"record": "Code client"},
        "occurred_at": "Commandé le",
        "due_at": "Livraison prévue le",
        "done_at": "Livré le",
        "status": "Statut",
    }
    assert proposal.facts[0].fields["type"].value == {"value": "delivery"}


def test_english_orders_month_first(tmp_path: Path) -> None:
    row = "A{n}\t{m}/{d}/2024\t{m}/{e}/2024\t{m}/{e}/2024\tC{c}\tshipped"
    text = lines("OrderNumber\tPlacedOn\tPromisedDate\tActualDate\tCustomerRef\tState", 60, row)
    proposal = propose_from(tmp_path, text, name="orders.tsv")
    assert read(proposal) == {"encoding": "utf-8", "delimiter": "\t", "day_first": False}
    assert mapping(proposal) == {
        "table": "events",
        "key": "OrderNumber",
        "client_ref": {"record": "CustomerRef"},
        "occurred_at": "PlacedOn",
        "due_at": "PromisedDate",
        "done_at": "ActualDate",
        "status": "State",
    }


def test_tickets_feed_events_and_the_client_in_the_same_rows(tmp_path: Path) -> None:
    header = "N° ticket;Ouvert le;Échéance;Résolu le;Statut;Prénom;Nom;Courriel;Technicien;Équipe"
    row = "T{n};{d}/{m}/2024 09:00;{e}/{m}/2024 18:00;{e}/{m}/2024 {h}:00;Clos;Zoé{c};Noël{c};z{c}@exemple.fr;Tech {c};Pole {c}"
    proposal = propose_from(tmp_path, lines(header, 90, row), encoding="utf-16")
    assert mapping(proposal) == {
        "table": "events",
        "key": "N° ticket",
        "client_ref": {"email": "Courriel"},
        "occurred_at": "Ouvert le",
        "due_at": "Échéance",
        "done_at": "Résolu le",
        "status": "Statut",
        "team": "Équipe",
        "staff": "Technicien",
    }
    assert mapping(proposal, 1) == {
        "table": "records",
        "key": "Courriel",
        "version_by": "Ouvert le",
        "kind": {"value": "person"},
        "given_name": "Prénom",
        "family_name": "Nom",
        "emails": "Courriel",
    }


def test_french_clients(tmp_path: Path) -> None:
    header = "Code client;Civilité;Prénom;Nom;E-mail;Tél. mobile;Adresse;CP;Ville;Né(e) le;Modifié le"
    row = "C{n};Mme;Zoé;Noël{n};z{n}@x.fr;06 12 34 {h} 56;{n} rue Foch;7500{c};Paris;{d}/{m}/1970;{d}/{m}/2024 10:{h}"
    proposal = propose_from(tmp_path, lines(header, 60, row), name="clients.csv", encoding="cp1252")
    assert mapping(proposal) == {
        "table": "records",
        "key": "Code client",
        "kind": {"value": "person"},
        "given_name": "Prénom",
        "family_name": "Nom",
        "emails": "E-mail",
        "phones": "Tél. mobile",
        "street": "Adresse",
        "postcode": "CP",
        "city": "Ville",
        "birth_date": "Né(e) le",
        "updated_at": "Modifié le",
    }


def test_organisations(tmp_path: Path) -> None:
    row = "{n}1234567890,Société {n} SARL,{n} avenue Foch,6900{c},Lyon,04 72 00 {h} 11"
    proposal = propose_from(tmp_path, lines("SIRET,Raison sociale,Adresse,Code postal,Commune,Tél.", 40, row))
    assert mapping(proposal) == {
        "table": "records",
        "key": "SIRET",
        "kind": {"value": "organisation"},
        "name": "Raison sociale",
        "street": "Adresse",
        "postcode": "Code postal",
        "city": "Commune",
        "phones": "Tél.",
    }


def test_reviews_with_the_moment_of_the_answer(tmp_path: Path) -> None:
    row = '"Très bon accueil numéro {n}";2024-{m}-{d} {h}:10:05;{c};R{n};2024-{m}-{d} 00:00:00'
    text = lines("Commentaire;Répondu le;Note sur 10;Identifiant avis;Envoyé le", 60, row)
    proposal = propose_from(tmp_path, text, name="avis.csv")
    assert mapping(proposal) == {
        "table": "ratings",
        "key": "Identifiant avis",
        "occurred_at": "Répondu le",
        "score": "Note sur 10",
        "low": {"value": 0},
        "high": {"value": 10},
        "text": "Commentaire",
    }


def test_unrated_rows_are_no_ratings(tmp_path: Path) -> None:
    text = lines("order_id,promised_on,delivered_on,rating", 40, "{n},2024-{m}-{e},2024-{m}-{d},{c}")
    text = text.replace(",0\n", ",\n").replace(",6\n", ",1\n").replace(",7\n", ",2\n").replace(",8\n", ",3\n")
    proposal = propose_from(tmp_path, text)
    assert [fact.table for fact in proposal.facts] == ["events", "ratings"]
    assert mapping(proposal, 1) == {
        "table": "ratings",
        "key": "order_id",
        "where": {"rating": {"not": [None]}},
        "about": {"key": "order_id", "of": "file"},
        "occurred_at": "delivered_on",
        "score": "rating",
        "low": {"value": 1},
        "high": {"value": 5},
    }


def test_mails_have_the_client_at_one_end(tmp_path: Path) -> None:
    header = "Identifiant;Date d'envoi;Sens;Expéditeur;Destinataire;Objet;Message"
    inward = "M{n};{d}/{m}/2024 08:{h};Entrant;c{c}@x.fr;aide@maison.fr;Suivi {n};Bonjour où en est ma commande {n} svp"
    text = lines(header, 40, inward)
    text += "M900;13/06/2024 08:10;Sortant;aide@maison.fr;c1@x.fr;Suivi;Bonjour elle est partie ce matin même\n"
    proposal = propose_from(tmp_path, text)
    shared = {
        "table": "exchanges",
        "key": "Identifiant",
        "occurred_at": "Date d'envoi",
        "subject": "Objet",
        "text": "Message",
    }
    assert [mapping(proposal, place) for place in (0, 1)] == [
        {**shared, "where": {"Sens": ["Entrant"]}, "direction": {"value": "in"}, "client_ref": {"email": "Expéditeur"}},
        {
            **shared,
            "where": {"Sens": ["Sortant"]},
            "direction": {"value": "out"},
            "client_ref": {"email": "Destinataire"},
        },
    ]


def test_messages_with_channel_and_direction(tmp_path: Path) -> None:
    header = "id,conversation_id,sent_at,direction,channel,customer_email,agent,body"
    row = "{n},K{c},2024-{m}-{d}T{h}:10:00Z,inbound,email,c{c}@x.com,agent{c},Where is my parcel number {n} please"
    text = (
        lines(header, 40, row).replace("7,inbound,email", "7,outbound,phone")
        + "99,K1,2024-05-01T10:00:00Z,outbound,phone,c1@x.com,agent1,It left this morning by the usual truck\n"
    )
    proposal = propose_from(tmp_path, text)
    assert mapping(proposal) == {
        "table": "exchanges",
        "key": "id",
        "thread": "conversation_id",
        "occurred_at": "sent_at",
        "direction": {"column": "direction", "map": {"inbound": "in", "outbound": "out"}, "otherwise": "reject"},
        "channel": {"column": "channel", "map": {"email": "mail", "phone": "phone"}, "otherwise": "keep"},
        "client_ref": {"email": "customer_email"},
        "staff": "agent",
        "text": "body",
    }
    assert not proposal.zone_matters


LOG = "Horodatage;Client;Agent;Etape;Dossier\n" + "".join(
    f"{day:02}/{month:02}/2024 {hour:02}:00:00;Client {case % 7};Agent {(case + step) % 6 if step < 3 else 9};{name};Dossier {case}\n"
    for case in range(60)
    for month, day in [(case % 12 + 1, case % 20 + 1)]
    for step, (name, hour) in enumerate([("Ouverture", 8), ("Pris en charge", 9), ("Résolu", 12), ("Clôturé", 23)])
)


def test_a_log_is_folded_and_its_rows_are_touches(tmp_path: Path) -> None:
    proposal = propose_from(tmp_path, LOG, name="journal.csv", encoding="cp1252")
    assert proposal.delivery.value == "log"
    assert mapping(proposal) == {
        "table": "events",
        "key": "none",
        "where": {"Etape": {"not": ["Clôturé"]}},
        "about": {"key": "Dossier", "of": "journal"},
        "occurred_at": "Horodatage",
        "status": "Etape",
        "staff": "Agent",
    }
    assert mapping(proposal, 1) == {
        "table": "events",
        "key": "Dossier",
        "fold": {"by": "Dossier", "order": ["Horodatage"]},
        "client_ref": {"record": "Client", "take": "first"},
        "occurred_at": {"column": "Horodatage", "take": "min"},
        "done_at": {"column": "Horodatage", "take": "min", "where": {"Etape": ["Pris en charge"]}},
        "status": {"column": "Etape", "take": "last"},
    }
    assert extra(proposal.facts[1]) == {
        "resolved_at": {"column": "Horodatage", "as": "timestamp", "take": "max", "where": {"Etape": ["Résolu"]}},
        "last_seen": {"column": "Horodatage", "as": "timestamp", "take": "max"},
    }


def test_lines_of_orders_are_no_log(tmp_path: Path) -> None:
    text = "order_id,line_no,product,price\n" + "".join(f"A{n // 3},{n % 3},P{n % 7},{n}.50\n" for n in range(90))
    orders = lines("order_id,customer_id,ordered_at,status", 30, "A{n},C{c},2024-{m}-{d} 10:00:00,delivered")
    (tmp_path / "orders.csv").write_text(orders)
    (tmp_path / "items.csv").write_text(text)
    found = {
        proposal.name: proposal for proposal in look_at([tmp_path / "items.csv", tmp_path / "orders.csv"], tmp_path)
    }
    assert mapping(found["items"]) == {
        "table": "events",
        "key": ["order_id", "line_no"],
        "about": {"key": "order_id", "of": "orders"},
        "value": "price",
    }


def test_tallies_by_month(tmp_path: Path) -> None:
    text = "Mois;Arrivée;Départ;Trains annulés;Trains programmés;Trains en retard à l'arrivée;Retard moyen\n" + "".join(
        f"01/{month:02}/{year};Gare {place};Paris;{place};{100 + place};{month};3,5\n"
        for year in (2022, 2023)
        for month in range(1, 13)
        for place in range(6)
    )
    proposal = propose_from(tmp_path, text, encoding="cp1252")
    assert read(proposal) == {"encoding": "cp1252", "delimiter": ";", "day_first": True}
    assert mapping(proposal) == {
        "table": "tallies",
        "key": ["Mois", "Arrivée"],
        "period": {"column": "Mois", "as": "month"},
        "scope": "Arrivée",
        "population": {"minus": ["Trains programmés", "Trains annulés"]},
        "missed": "Trains en retard à l'arrivée",
    }


def test_stages_of_a_report_are_recognised(tmp_path: Path) -> None:
    stages = ["Non traité", "Signalement transmis", "Signalement lu", "Signalement répondu"]
    text = "Date de dépôt;Traitement;Catégorie\n" + "".join(
        f"{n % 28 + 1:02}/{n % 12 + 1:02}/2022;{stages[n % 4]};Achat {n % 3}\n" for n in range(200)
    )
    proposal = propose_from(tmp_path, text, name="signalements.csv")
    assert mapping(proposal) == {
        "table": "events",
        "key": "none",
        "occurred_at": "Date de dépôt",
        "status": {
            "column": "Traitement",
            "map": dict(zip(stages, ["heard", "reached", "read", "answered"], strict=True)),
            "otherwise": "reject",
        },
    }


def test_missing_marks_are_found_where_they_stand(tmp_path: Path) -> None:
    header = "ticket_id;opened_at;solved_at;customer;agent;cost"
    text = lines(header, 60, "T{n};2024-{m}-{d} 10:00;2024-{m}-{e} 10:00;Value {c};agent {c};{n}")
    text += "T90;2024-01-01 10:00;Non renseigné;Value;?;n.c.\n" * 1 + "T91;2024-01-01 10:00;NA;Value;?;à venir\n"
    proposal = propose_from(
        tmp_path, text + "T92;2024-01-01 10:00;;Value 1;?;à venir\nT93;2024-01-01 10:00;;Value 1;?;à venir\n"
    )
    assert set(read(proposal)["missing"]) == {"?", "Value", "Non renseigné", "NA", "n.c.", "à venir"}


def test_words_that_may_be_meant_are_no_marks(tmp_path: Path) -> None:
    text = lines("order_id,ordered_at,country,comment", 60, "A{n},2024-{m}-{d},FR,fine {n}")
    proposal = propose_from(tmp_path, text + "A90,2024-01-01,NA,None\nA91,2024-01-01,NC,...\n")
    assert "missing" not in read(proposal)


def test_decimal_commas(tmp_path: Path) -> None:
    text = lines("N° facture;Date facture;Client;Montant", 40, "F{n};2024-{m}-{d};C{c};1 2{h},50 €")
    proposal = propose_from(tmp_path, text)
    assert read(proposal)["decimal"] == ","
    assert mapping(proposal)["value"] == "Montant"


def test_ambiguous_dates_are_a_question_that_flags_answer(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_on\n" + "".join(
        f"A{n},C{n % 5},0{n % 9 + 1}/0{n % 7 + 1}/2024\n" for n in range(40)
    )
    asked = propose_from(tmp_path, text)
    assert "day_first" not in read(asked)
    assert asked.questions[0].flags == ("--day-first", "--month-first")
    for answer in (True, False):
        told = propose_from(tmp_path, text, day_first=answer)
        assert read(told)["day_first"] is answer
        assert told.questions == ()


def test_a_flag_that_the_dates_contradict_is_refused(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_on\n" + "".join(f"A{n},C{n % 5},{n % 28 + 1}/02/2024\n" for n in range(40))
    with pytest.raises(Mistake, match="opposite"):
        propose_from(tmp_path, text, day_first=False)


def test_files_with_the_same_columns_are_one_source(tmp_path: Path) -> None:
    for part in (1, 2, 3):
        row = f"A{part}{{n}},C{{c}},2024-{{m}}-{{d}},{part}"
        (tmp_path / f"orders_part{part}.csv").write_text(lines("order_id,customer_id,ordered_at,status", 20, row))
    (proposal,) = look_at([tmp_path / f"orders_part{part}.csv" for part in (1, 2, 3)], tmp_path)
    assert (proposal.files, proposal.rows) == (("orders_part*.csv",), 60)
    (two,) = look_at([tmp_path / f"orders_part{part}.csv" for part in (1, 2)], tmp_path)
    assert two.files == ("orders_part1.csv", "orders_part2.csv")


def test_references_are_found_by_their_values(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "people.csv").write_text(lines("key,first_name,last_name", 40, "X{n},Zoe{n},Noel{n}"))
    (tmp_path / "jobs.csv").write_text(
        lines("job_no,whom,opened_on,closed_on", 40, "J{n},X{n},2024-{m}-{d},2024-{m}-{e}")
    )
    (tmp_path / "marks.csv").write_text(
        lines("mark_id,job,stars,given_on", 40, "{n},J{n},{c},2024-{m}-{d}").replace(",0,", ",5,")
    )
    for name in ("people", "jobs", "marks"):
        (proposal,) = look_at([tmp_path / f"{name}.csv"], tmp_path)
        write_source(tmp_path, proposal, "fr")
        if name == "jobs":
            assert mapping(proposal)["client_ref"] == {"record": "whom", "of": "people"}
        if name == "marks":
            assert mapping(proposal)["about"] == {"key": "job", "of": "jobs"}


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "jsonl"])
def test_the_same_table_in_other_formats(tmp_path: Path, ending: str) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "order_id": [f"A{n}" for n in range(40)],
            "customer_id": [f"C{n % 9}" for n in range(40)],
            "ordered_at": pd.to_datetime("2024-01-01 10:30:00") + pd.to_timedelta(range(40), unit="D"),
            "due_on": pd.to_datetime("2024-01-05") + pd.to_timedelta(range(40), unit="D"),
            "amount": [n + 0.5 for n in range(40)],
        }
    )
    file = tmp_path / f"orders.{ending}"
    if ending == "xlsx":
        frame.to_excel(file, index=False)
    elif ending == "parquet":
        frame.to_parquet(file)
    else:
        frame.astype({"ordered_at": str, "due_on": str}).to_json(file, orient="records", lines=True)
    (proposal,) = look_at([file], tmp_path)
    assert proposal.rows == 40
    assert mapping(proposal) == {
        "table": "events",
        "key": "order_id",
        "client_ref": {"record": "customer_id"},
        "occurred_at": "ordered_at",
        "due_at": "due_on",
        "value": "amount",
    }
    assert proposal.questions == ()
