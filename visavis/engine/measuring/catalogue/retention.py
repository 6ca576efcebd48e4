"""Who stays."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "retention",
        Words(fr="Clients qui restent", en="Clients who stay"),
        Words(
            fr="La part des clients encore là six mois, un an, deux ans après leurs débuts, pour chaque année d’arrivée.",
            en="The share of clients still there six months, a year, two years after they began, for each year of beginning.",
        ),
        "Kaplan–Meier, clients still there censored; log(−log) interval; where no first day is given, the day of the first fact",
        Words(
            fr="Un client d’avant les fichiers y semble arriver le premier jour: son ancienneté est plus grande qu’on ne le voit. Ne rien acheter n’est pas partir, et partir en silence ne se voit pas.",
            en="A client from before the files seems to begin on their first day: they have been clients for longer than is seen. To buy nothing is not to leave, and leaving in silence is not seen.",
        ),
        Words(
            fr="Une date de départ dans le fichier client, ou la fin des contrats.",
            en="A day of leaving in the client register, or the end of contracts.",
        ),
        Words(
            fr="Rien au-delà de la durée suivie; rien d’une année de moins de cinq clients.",
            en="Nothing beyond the time observed; nothing of a year of fewer than five clients.",
        ),
    ),
    Explained(
        "before-leaving",
        Words(fr="Ce qui avait cassé avant les départs", en="What had broken before clients left"),
        Words(
            fr="Combien de fois plus souvent un client part quand une promesse ne lui a pas été tenue dans les 180 jours d’avant, comparé, le même mois, aux clients envers qui elle l’a toujours été.",
            en="How many times likelier a client is to leave when a promise to it was missed in the 180 days before, compared, in the same month, with clients to whom it was always kept.",
        ),
        "odds ratio pooled over months (Mantel and Haenszel 1959), interval of Robins, Breslow and Greenwood 1986; p adjusted over promises (Benjamini and Hochberg 1995)",
        Words(
            fr="Une association, pas une cause: un client déjà perdu est peut-être moins bien servi. Les clients servis plus souvent ont plus d’occasions d’être déçus.",
            en="An association, not a cause: a client already lost may be served worse. Clients served more often have more occasions to be let down.",
        ),
        Words(
            fr="Des départs datés et des promesses dont les cas nomment le client; les personnes d’une entreprise comptent pour elle.",
            en="Dated departures, and promises whose cases name the client; the people of a company count for it.",
        ),
        Words(
            fr="Rien à moins de cinq départs; rien quand tous les partis sont du même côté.",
            en="Nothing below five departures; nothing where all who left stand on the same side.",
        ),
    ),
)
