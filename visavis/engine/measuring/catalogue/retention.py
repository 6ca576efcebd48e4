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
            fr="Combien de fois plus souvent un client part quand une promesse ne lui a pas été tenue dans les 180 jours d’avant, comparé, le même mois et à ancienneté égale, aux clients envers qui elle l’a toujours été.",
            en="How many times likelier a client is to leave when a promise to it was missed in the 180 days before, compared, in the same month and among clients of as many years, with those to whom it was always kept.",
        ),
        "odds ratio pooled over months and years as a client (Mantel and Haenszel 1959), interval of Robins, Breslow and Greenwood 1986; p adjusted over promises (Benjamini and Hochberg 1995)",
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
    Explained(
        "left-after",
        Words(fr="Après quoi les clients sont partis", en="After what clients left"),
        Words(
            fr="De tous les clients suivis, la part qui part dans l’année après une promesse non tenue, sinon après un message resté sans réponse, sinon sans l’un ni l’autre.",
            en="Of all clients followed, the share that leaves within a year after a promise missed, else after a message never answered, else after neither.",
        ),
        "Aalen–Johansen (1978), the three as competing ends, clients still there censored; 180 days before leaving; log(−log) interval",
        Words(
            fr="Ce qui vient avant n’est pas la cause: presque tout le monde connaît un retard en six mois. Seule la comparaison avec ceux qui restent dit si l’on part plus souvent après.",
            en="What comes before is not the cause: nearly everybody lives a delay within six months. Only the comparison with those who stay tells whether clients leave more often after it.",
        ),
        Words(
            fr="Des départs datés, des promesses dont les cas nomment le client, des messages avec leur sens et leur fil.",
            en="Dated departures, promises whose cases name the client, messages with their direction and thread.",
        ),
        Words(
            fr="Rien au-delà de la durée suivie; rien à moins de cinq clients suivis, ni de la part des partis à moins de cinq départs.",
            en="Nothing beyond the time observed; nothing of fewer than five clients followed, nor of those who left below five departures.",
        ),
    ),
)
