"""Clients who speak for us."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "advocacy",
        Words(fr="Clients qui nous recommandent", en="Clients who recommend us"),
        Words(
            fr="Quatre parts qui se suivent: ceux qui disent qu’ils nous recommanderaient, ceux qui l’ont fait, les recommandations qui ont donné un client, et ces clients qui sont restés.",
            en="Four shares in a row: those who say they would recommend us, those who did, the recommendations that led to a client, and those clients who stayed.",
        ),
        "intended = scores 9 and 10 / answers; made = clients who referred / clients; converted = referrals that led to a client / made; retained = still clients / converted of whom it is known; Wilson 95 % each",
        Words(
            fr="Dire n’est pas faire: la première part, seule, dit surtout l’humeur du jour. Une recommandation que personne n’a notée manque aux trois autres.",
            en="Saying is not doing: the first share alone tells mostly the mood of the day. A recommendation that nobody noted is missing from the other three.",
        ),
        Words(
            fr="Une question de 0 à 10; des parrainages comme événements, avec le moment où le client est venu.",
            en="A question from 0 to 10; referrals as events, with the moment when the client came.",
        ),
        Words(
            fr="Ne déduit jamais une part d’une autre: sans parrainages notés, les trois dernières sont non mesurables.",
            en="Never derives one share from another: without noted referrals the last three are not measurable.",
        ),
    ),
)
