"""Records of which linking is unsure: two pairs that it holds for one client, and two that it holds for two."""

from tests.clients.homes import RECORD_ROWS
from tests.engine.linking.facts import person

DOUBTFUL = [
    person(
        "crm/11",
        "Claire",
        "Morel",
        email="claire.morel@exemple.fr",
        phone="0612345699",
        street="3 rue Haute",
        postcode="35000",
        city="Rennes",
    ),
    person("shop/m", "C", "Morel", postcode="35000", city="Rennes"),
    person("crm/13", "Zoé", "Cœur", email="zoe.coeur@exemple.fr", phone="0611223344"),
    person("shop/n", "Zoe", "Coeur", email="zoe.coeur@autre.fr"),
    person("crm/14", "Léa", "Petit", street="5 quai Sud", postcode="13001", city="Marseille"),
    person("shop/o", "L", "Petit", street="5 quai Sud", postcode="13001", city="Marseille"),
    person("crm/15", "Marc", "Roux", postcode="69001", city="Lyon"),
    person("shop/p", "Marc", "Rou", postcode="69001", city="Lyon"),
]
ROWS = [*RECORD_ROWS, *DOUBTFUL]
PAIRS = {"crm/11 shop/m", "crm/13 shop/n", "crm/14 shop/o", "crm/15 shop/p"}
