"""Whether clients and we speak to each other."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "dialogue",
        Words(fr="Dialogue ou monologue", en="Dialogue or monologue"),
        Words(
            fr="Combien de conversations ouvertes par des clients ont reçu une réponse d’une personne, en combien de temps, quand le client a dit que c’était réglé, et si chacun parle autant que l’autre.",
            en="How many conversations that clients opened were answered by a person, how soon, when the client said that it was settled, and whether each side speaks as much as the other.",
        ),
        "answer rate = answered / opened (Wilson 95 %); times by Kaplan–Meier, the unanswered waiting until the last moment of their source; S(24 h), S(7 d); balance B = 1 − |in − out| / (in + out) on turns, mass mailings left out; monologue share = mass mailings / all we send",
        Words(
            fr="Une réponse n’est pas une solution: c’est pourquoi la fin du dossier et la confirmation du client sont données à part. Un « merci » final compte comme un tour de parole. Les réponses données par téléphone et non notées manquent.",
            en="An answer is no solution: which is why the end of the case and the client’s confirmation stand apart. A closing “thank you” counts as a turn. Answers given by phone and not recorded are missing.",
        ),
        Words(
            fr="Des échanges avec leur sens, leur moment et leur fil (ou le message auquel ils répondent); pour la fin, le dossier dont ils parlent.",
            en="Exchanges with their direction, their moment and their thread (or the message they answer); for the end, the case they are about.",
        ),
        Words(
            fr="Un accusé de réception automatique n’est pas une réponse. Aucun taux pour une source dont chaque conversation a une réponse: peut-être n’y a-t-on recueilli que celles-là. Pas d’heures à partir de dates sans heure; rien sur une équipe de moins de cinq personnes.",
            en="An automatic acknowledgement is no answer. No rate for a source in which every conversation has an answer: perhaps these alone were collected. No hours out of dates without a time; nothing about a team of fewer than five.",
        ),
    ),
)
