"""Why a chain or a journey can't be told, in words."""

from visavis.mistakes import Words

_CASES = Words(fr="attendez d’autres cas terminés", en="wait for more cases to end")

CHAIN: dict[str, tuple[Words, Words]] = {
    "no_log": (
        Words(
            fr="aucun journal ne dit par quelles étapes passent les cas",
            en="no log tells through which steps cases go",
        ),
        Words(
            fr="ajoutez une source qui suit chaque cas (about), étape par étape, avec ses dates",
            en="add a source that follows each case (about), step by step, with its dates",
        ),
    ),
    "no_root": (
        Words(fr="rien ne dit qui a demandé ce travail", en="nothing says who asked for this work"),
        Words(fr="déclarez le champ qui le dit (roots: asked)", en="declare the field that says so (roots: asked)"),
    ),
    "no_team": (
        Words(
            fr="le journal ne nomme aucune équipe qui puisse être montrée",
            en="the log names no team that may be shown",
        ),
        Words(fr="ajoutez la colonne de l’équipe (team) à la source", en="add the team’s column (team) to the source"),
    ),
    "too_few_cases": (
        Words(
            fr="trop peu de cas terminés dont on connaît l’issue: {detail}",
            en="too few cases that ended and whose outcome is known: {detail}",
        ),
        _CASES,
    ),
    "too_few_clients_apart": (
        Words(
            fr="trop peu de clients différents pour dire ce qui tient au hasard: {detail}",
            en="too few different clients to tell what is chance: {detail}",
        ),
        _CASES,
    ),
    "one_outcome": (
        Words(fr="tous les cas ont la même issue: rien à rapprocher", en="all cases have the same outcome: nothing goes along with it"),
        _CASES,
    ),
    "one_team": (
        Words(fr="une seule équipe a eu ces cas: rien à comparer", en="one team alone had these cases: nothing to compare"),
        Words(fr="suivez aussi les équipes qui viennent avant et après", en="follow the teams before and after as well"),
    ),
    "nothing_beyond": (
        Words(fr="aucune étape n’a pris plus que son temps habituel", en="no step took longer than it usually does"),
        _CASES,
    ),
    "too_few_finished": (
        Words(fr="trop peu de cas terminés pour une moyenne", en="too few cases that ended for a mean"),
        _CASES,
    ),
}  # fmt: skip
"""By code: why, and what to do about it."""
