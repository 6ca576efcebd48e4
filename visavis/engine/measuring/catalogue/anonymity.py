"""Of whom nothing is told, and the mirror in part."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "slices",
        Words(fr="Le miroir par équipe, clientèle et mois", en="The mirror by team, kind of client and month"),
        Words(
            fr="Pour une partie des cas, la part des promesses tenues d’après les faits, celle que disent les clients, et l’écart entre les deux, sur un seul axe de temps.",
            en="For a part of the cases, the share of promises kept by the facts, the share that clients tell, and the gap between them, on one time axis.",
        ),
        "kept / (kept + late + partial + broken) by month of the due day, said kept / opinions by month in which they were said; intervals: Wilson 95 %, gap: Newcombe 1998, method 10",
        Words(
            fr="Plus on découpe, plus un écart paraît par hasard: sur vingt tranches, une sort de sa fourchette sans que rien n’ait changé.",
            en="The finer the slices, the more gaps appear by chance: of twenty, one leaves its interval though nothing changed.",
        ),
        Words(
            fr="Des cas datés qui portent une équipe, ou un client dont la fiche dit le genre.",
            en="Dated cases that bear a team, or a client whose record says of which kind it is.",
        ),
        Words(
            fr="Rien sous cinq cas; rien d’un groupe derrière lequel se tiennent moins de cinq personnes: les mois deviennent alors des trimestres, des années, ou rien.",
            en="Nothing below five cases; nothing about a group behind which fewer than five people stand: months then become quarters, years, or nothing.",
        ),
    ),
    Explained(
        "anonymity",
        Words(fr="De qui rien n’est dit", en="Of whom nothing is told"),
        Words(
            fr="Un chiffre sur une équipe ne paraît que si, de tout ce qui a été montré des mêmes faits, ici et avant, aucune addition ni soustraction ne porte sur une à quatre personnes.",
            en="A figure on a team appears only where, of all that was shown of the same facts, here and before, no sum and no difference is about one to four people.",
        ),
        "published cells span a space of vectors over (person, facts); a cell r is refused if some set S of fewer than 5 people has r in that space plus the vectors carried by S (parity checks H: H·r in the span of the columns of S)",
        Words(
            fr="Qui connaît ses collègues peut deviner davantage que ce que disent les tableaux; des chiffres qui ne comptent pas les mêmes faits (messages, conversations, cas) ne sont pas tenus les uns contre les autres; et l’ensemble de l’entreprise est toujours montré, même petite.",
            en="Who knows their colleagues can guess more than tables tell; figures that do not count the same facts (messages, conversations, cases) are not held against one another; and the company as a whole is always shown, however small.",
        ),
        Words(
            fr="Des faits qui nomment une personne (par un pseudonyme) et son équipe; un fait sans nom compte pour toute son équipe.",
            en="Facts that name a person (by a pseudonym) and their team; a fact without a name stands for the whole team.",
        ),
        Words(
            fr="Jamais le chiffre d’une personne; quand moins de cinq personnes ont fait bouger celui d’une équipe depuis la dernière fois, c’est l’ancien qui reste affiché.",
            en="Never one person’s figure; where fewer than five people moved that of a team since the last time, the former one stays.",
        ),
    ),
)
