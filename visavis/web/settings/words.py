"""Words that the pages of settings share."""

from visavis.mistakes import Words
from visavis.sources.wording import TABLES as FACT_TABLES

TABLES: dict[str, Words] = {
    **FACT_TABLES,
    "rejects": Words(fr="lignes écartées", en="rejects"),
    "edges": Words(fr="paires de fiches comparées", en="pairs of records compared"),
    "clusters": Words(fr="fiches réunies par le rapprochement", en="records brought together by linking"),
    "doubts": Words(fr="paires de fiches dont on doute", en="pairs of records that are in doubt"),
    "relations": Words(fr="liens entre clients", en="relations between clients"),
    "clients": Words(fr="clients, tels que nous les croyons", en="clients, as we believe them to be"),
    "links": Words(fr="à quel client appartient chaque fiche", en="which client each record belongs to"),
    "readings": Words(fr="lectures des messages clients", en="readings of voices"),
    "routes": Words(fr="orientations des messages clients", en="routes of voices"),
    "cases": Words(fr="cas des promesses", en="cases of promises"),
    "felt": Words(fr="ce que les clients disent des cas", en="what clients say of cases"),
    "measures": Words(fr="mesures", en="measures"),
    "examples": Words(
        fr="cas et clients qui sont derrière les mesures", en="cases and clients that stand behind measures"
    ),
    "fates": Words(fr="ce que devient chaque message client", en="what becomes of each voice"),
    "said": Words(fr="lectures phrase par phrase", en="readings, sentence by sentence"),
    "vectors": Words(fr="vecteurs des textes lus", en="vectors of the texts that were read"),
    "personal": Words(fr="données personnelles dans les textes", en="personal data in texts"),
    "alike": Words(fr="messages presque identiques", en="voices almost word for word the same"),
    "commitments": Words(fr="engagements trouvés dans nos réponses", en="commitments found in our replies"),
    "topics": Words(fr="sujet de chaque message", en="topic of each voice"),
    "topic_kinds": Words(fr="les sujets", en="the topics"),
    "trends": Words(
        fr="de quoi les clients parlent, période par période", en="what clients speak of, period by period"
    ),
    "rising": Words(fr="ce qui monte", en="what rises"),
    "worded": Words(fr="nos textes, comptés pour le vocabulaire", en="our own texts, as the word watch counts them"),
    "word_forms": Words(fr="nos textes qui se ressemblent", en="our own texts that are alike"),
    "word_uses": Words(fr="mots suivis dans nos textes", en="watched words in our own texts"),
    "wording": Words(fr="vocabulaire par équipe et par canal", en="word watch by team and channel"),
    "wording_examples": Words(fr="phrases répétées de nos textes", en="repeated sentences of our own texts"),
}
"""What each table of the lake holds."""
