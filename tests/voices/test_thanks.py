"""Who thanks us, and who only says the word."""

import duckdb
import pytest

from visavis.voices.thanks import thanking_sql

THANKS = [
    "Merci beaucoup !",
    "Un grand merci à toute l’équipe.",
    "Merci d’avoir rappelé aussi vite.",
    "Merci de m'avoir dépanné un samedi",
    "Je vous remercie de votre gentillesse.",
    "Je vous remercie d'être venus.",
    "Merci de votre accueil",
    "Merci pour votre réponse rapide",
    "Merci bien pour votre aide",
    "Merci bien, tout est arrivé.",
    "MERCI !!!",
    "Tout est parfait, merci à Julie",
    "Avec toute notre gratitude et nos remerciements",
    "Bravo à l’équipe",
    "Bravo pour la livraison",
    "Thank you so much for your help",
    "Thanks for calling me on a Sunday",
    "Thanks to the team, all is well",
    "Thank you for the quick repair.",
    "I am very grateful.",
    "Kudos to your driver",
]
NONE = [
    "merci bien. J'attends une réponse",
    "Merci bien ! J’attends toujours ma table.",
    "merci de me répondre",
    "Merci de bien vouloir me rappeler",
    "Merci de m’indiquer la date",
    "Merci de ne pas livrer le matin",
    "Merci d'intervenir rapidement",
    "Merci de vérifier ma commande",
    "Merci de faire le nécessaire",
    "Je vous remercie de bien vouloir corriger la facture",
    "Merci d’avance",
    "Merci par avance pour votre retour",
    "Je vous remercie par avance",
    "Merci de votre réponse",
    "Pouvez-vous me rappeler ? Merci",
    "Rappelez-moi svp merci beaucoup",
    "Non merci",
    "Merci pour rien",
    "Merci pour rien, toujours pas livré",
    "Bravo pour le retard",
    "Merci, mais toujours aucune nouvelle",
    "En vous remerciant par avance",
    "thanks for nothing",
    "Thanks a lot for nothing!",
    "Thank you in advance",
    "Thanking you in advance",
    "Thanks, I am still waiting",
    "No thanks",
    "Please call me back. Thanks",
    "Could you send the invoice? Thank you very much.",
    "Thank you for confirming",
    "Thanks for wasting my time",
    "Everything was fine.",
    "Commerciale à l’écoute",
]


@pytest.mark.parametrize(("said", "thanks"), [*((one, True) for one in THANKS), *((one, False) for one in NONE)])
def test_thanks_are_meant(said: str, thanks: bool) -> None:
    found = duckdb.execute(f"SELECT {thanking_sql('said')} FROM (SELECT $1 AS said)", [said]).fetchall()
    assert found == [(thanks,)]
