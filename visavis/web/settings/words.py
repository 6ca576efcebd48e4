"""Words that the pages of settings share."""

from visavis.mistakes import Words
from visavis.sources.wording import TABLES as FACT_TABLES

TABLES: dict[str, Words] = {
    **FACT_TABLES,
    "rejects": Words(fr="lignes écartées", en="rejects"),
    "edges": Words(fr="paires de fiches comparées", en="pairs of records compared"),
    "clusters": Words(fr="fiches réunies par le rapprochement", en="records brought together by linking"),
    "links": Words(fr="à quel client appartient chaque fiche", en="which client each record belongs to"),
    "readings": Words(fr="lectures des messages clients", en="readings of voices"),
    "routes": Words(fr="orientations des messages clients", en="routes of voices"),
    "cases": Words(fr="cas des promesses", en="cases of promises"),
    "felt": Words(fr="ce que les clients disent des cas", en="what clients say of cases"),
    "measures": Words(fr="mesures", en="measures"),
    "worded": Words(fr="nos textes, comptés pour le vocabulaire", en="our own texts, as the word watch counts them"),
    "word_forms": Words(fr="nos textes qui se ressemblent", en="our own texts that are alike"),
    "word_uses": Words(fr="mots suivis dans nos textes", en="watched words in our own texts"),
    "wording": Words(fr="vocabulaire par équipe et par canal", en="word watch by team and channel"),
    "wording_examples": Words(fr="phrases répétées de nos textes", en="repeated sentences of our own texts"),
}
"""What each table of the lake holds."""
