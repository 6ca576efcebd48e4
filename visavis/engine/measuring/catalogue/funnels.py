"""How far things get."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "funnel",
        Words(fr="Entonnoir", en="Funnel"),
        Words(
            fr="Combien de cas ont atteint chaque étape, par période.",
            en="How many cases reached each stage, by period.",
        ),
        "n at the stage or beyond (cumulative) or at the stage (else); share = n / n of the first stage; interval: Wilson 95 %",
        Words(
            fr="Une promesse faite n’est pas une promesse tenue: la dernière étape d’un outil dit rarement ce qu’a vécu le client. Les périodes récentes n’ont pas fini d’avancer.",
            en="A promise made is not a promise kept: the last stage of a tool rarely tells what the client lived. Recent periods have not finished moving.",
        ),
        Words(
            fr="Un champ qui donne l’étape, l’ordre des étapes.",
            en="A field that gives the stage, and the order of the stages.",
        ),
        Words(
            fr="Les faits dont l’étape n’est pas dans order ne sont comptés nulle part; of_which est une part de la première étape, pas de la dernière.",
            en="Facts whose stage is not in order are counted nowhere; of_which is a share of the first stage, not of the last.",
        ),
    ),
)
