"""The records as the files of their four sources show them, each in the manner of its software."""

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Texts, between, happens, texts
from visavis.demo.days import FIRST_DAY, day, written_days
from visavis.demo.operator.people import Clients
from visavis.demo.operator.records import Records


def crm_columns(records: Records, clients: Clients, web: Records, block: Block) -> dict[str, Texts]:
    """The contact file: French headers, day first, `Non renseigné` where nobody asked; some know their web account."""
    rng = block.stream("crm columns")
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


def web_columns(records: Records, clients: Clients, block: Block) -> dict[str, Texts]:
    """Web accounts as their software exports them: English headers, ISO dates."""
    rng = block.stream("web columns")
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


def shop_columns(records: Records) -> dict[str, Texts]:
    """Files that the shops keep of their clients."""
    return {
        "fiche": records.key,
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


def energy_columns(records: Records) -> dict[str, Texts]:
    """Clients taken over from an energy board whose software knew neither accents nor small letters."""
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
        "MAJ LE": written_days(records.updated_on, day_first=False),
    }
