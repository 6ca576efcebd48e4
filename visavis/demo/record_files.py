"""The records as the files of their four sources show them, each in the manner of its software."""

import numpy as np

from visavis.demo.chance import Flags, Texts, between, happens, stream, texts
from visavis.demo.days import day, written_days
from visavis.demo.people import Clients
from visavis.demo.plan import FIRST_DAY
from visavis.demo.records import Records


def crm_columns(records: Records, clients: Clients, web: Records, seed: int) -> dict[str, Texts]:
    """The contact file: French headers, day first, `Non renseigné` where nobody asked; some know their web account."""
    rng = stream(seed, "crm columns")
    n, missing = len(records), "Non renseigné"
    organisation = clients.organisation[records.client]
    account = _accounts(records, web, happens(rng, n, 0.12))
    return {
        "N° contact": records.key,
        "Type": np.where(organisation, "Professionnel", "Particulier").astype(object),
        "Nom": records.family,
        "Prénom": records.given,
        "Raison sociale": records.company,
        "Né(e) le": written_days(records.born_on, day_first=True, missing=missing),
        "Adresse": np.where(records.street == "", missing, records.street).astype(object),
        "CP": records.postcode,
        "Ville": records.city,
        "Téléphone": records.land_line,
        "Portable": np.where(records.mobile == "", missing, records.mobile).astype(object),
        "E-mail": records.email,
        "Langue": np.where(clients.english[records.client], "anglais", "français").astype(object),
        "Compte web": account,
        "Modifié le": written_days(records.updated_on, day_first=True),
    }


def _accounts(records: Records, web: Records, known: Flags) -> Texts:
    account_of = dict(zip(web.client.tolist(), web.key, strict=True))
    return texts(
        [account_of.get(one, "") if tells else "" for one, tells in zip(records.client.tolist(), known, strict=True)]
    )


def web_columns(records: Records, clients: Clients, seed: int) -> dict[str, Texts]:
    """Web accounts as their software exports them: English headers, ISO dates."""
    rng = stream(seed, "web columns")
    phone = np.where((records.mobile == "") | happens(rng, len(records), 0.15), records.land_line, records.mobile)
    created = np.minimum(records.updated_on, day(FIRST_DAY)) - between(rng, len(records), 0, 900)
    return {
        "account_id": records.key,
        "account_type": np.where(clients.organisation[records.client], "business", "private").astype(object),
        "email": records.email,
        "first_name": records.given,
        "last_name": records.family,
        "company": records.company,
        "phone": phone.astype(object),
        "street": records.street,
        "postcode": records.postcode,
        "city": records.city,
        "country": texts(["FR"] * len(records)),
        "birth_date": written_days(records.born_on, day_first=False),
        "locale": np.where(clients.english[records.client], "en", "fr").astype(object),
        "created_at": written_days(created, day_first=False),
        "updated_at": written_days(records.updated_on, day_first=False),
    }


def card_columns(records: Records) -> dict[str, Texts]:
    """Loyalty cards typed in the shops."""
    return {
        "carte": records.key,
        "nom_complet": (records.family + " " + records.given).astype(object),
        "nom": records.family,
        "prenom": records.given,
        "naissance": written_days(records.born_on, day_first=True, missing="?"),
        "telephone": np.where(records.mobile == "", records.land_line, records.mobile).astype(object),
        "courriel": records.email,
        "rue": records.street,
        "code_postal": records.postcode,
        "commune": records.city,
        "maj": written_days(records.updated_on, day_first=True),
    }


def guarantee_columns(records: Records) -> dict[str, Texts]:
    """Guarantees registered with a partner whose software knows neither accents nor small letters."""
    return {
        "NUMERO": records.key,
        "NOM": records.family,
        "PRENOM": records.given,
        "SOCIETE": records.company,
        "TEL": np.where(records.land_line == "", records.mobile, records.land_line).astype(object),
        "MEL": records.email,
        "ADRESSE": records.street,
        "CODE POSTAL": records.postcode,
        "VILLE": records.city,
        "ENREGISTRE LE": written_days(records.updated_on, day_first=False),
    }
