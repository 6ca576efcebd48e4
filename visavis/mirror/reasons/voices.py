"""Why nothing can be told of what became of clients’ messages, and what to do about it."""

from visavis.mistakes import Words

_WAIT = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")
_TEAMS = Words(
    fr="dites dans Réglages, Équipes, ce que chacune peut résoudre",
    en="say in Settings, Teams, what each is able to act on",
)

VOICES: dict[str, tuple[Words, Words]] = {
    "no_voice": (
        Words(fr="aucun message de client n’est connu", en="no message of a client is known"),
        Words(
            fr="reliez une boîte de messagerie, des messages ou des réponses d’enquête avec leur texte",
            en="connect a mailbox, messages or survey answers with their text",
        ),
    ),
    "voices_too_young": (
        Words(
            fr="les messages sont trop récents: aucun n’a encore eu le temps d’aller au bout",
            en="the messages are too recent: none has had the time to come to its end",
        ),
        _WAIT,
    ),
    "voices_unfollowed": (
        Words(
            fr="aucun fichier ne dit ce que deviennent les messages: ni réponses, ni dossier, ni « Vu » dans Visavis",
            en="no file tells what becomes of the messages: neither answers, nor a case, nor “Seen” in Visavis",
        ),
        Words(
            fr="livrez aussi vos réponses, ou le numéro du dossier dont parle chaque message (about)",
            en="deliver your answers too, or the number of the case that each message is about (about)",
        ),
    ),
    "voices_glad": (
        Words(fr="ces messages ne demandent rien: ils remercient", en="these messages ask for nothing: they thank"),
        _WAIT,
    ),
    "no_sure_team": (
        Words(fr="d’aucun message on ne sait quelle équipe peut agir", en="of no message is it known which team is able to act"),
        _TEAMS,
    ),
    "no_time_of_voices": (
        Words(
            fr="les messages n’ont qu’une date, sans heure: leur attente ne se compte pas en heures",
            en="the messages have a date and no time: their wait can’t be counted in hours",
        ),
        Words(fr="ajoutez l’heure à la source", en="add the time to the source"),
    ),
}  # fmt: skip
"""By code: why, and what to do about it."""
