"""Every measure for people: what it says, how it is computed, what a sceptic objects, and what it refuses to say."""

from dataclasses import dataclass

from visavis.mistakes import Lang, Words


@dataclass(frozen=True, slots=True)
class Explained:
    """One measure, explained to someone who will act on it."""

    name: str
    title: Words
    says: Words
    formula: str
    objection: Words
    needs: Words
    refuses: Words


CATALOGUE: tuple[Explained, ...] = (
    Explained(
        "kept-rate",
        Words(fr="Taux de promesses tenues", en="Kept rate"),
        Words(
            fr="La part des cas échus où la promesse a été tenue.",
            en="The share of due cases in which the promise was kept.",
        ),
        "kept / (kept + late + partial + broken); interval: Wilson 95 %, (p̂ + z²/2n ± z·√(p̂q̂/n + z²/4n²)) / (1 + z²/n)",
        Words(
            fr="Un filtre peut cacher les cas gênants: ne garder que les commandes livrées fait disparaître celles qui ne l’ont jamais été. Le taux sans le filtre est donc donné à côté.",
            en="A filter can hide awkward cases: keeping delivered orders only makes those never delivered vanish. The rate without the filter therefore stands beside it.",
        ),
        Words(
            fr="Une échéance et un moment de réalisation, ou un indicateur, une note, un décompte.",
            en="A due and a done moment, or a flag, a score, a tally.",
        ),
        Words(
            fr="Rien sur les cas non échus ni invérifiables, qui sont comptés à part; rien sur les causes; rien si on le regarde en continu jusqu’à ce qu’il plaise (la fourchette vaut pour un seul regard).",
            en="Nothing about cases not yet due or untestable, which are counted apart; nothing about causes; nothing if watched until it pleases (the interval holds for a single look).",
        ),
    ),
    Explained(
        "trend",
        Words(fr="Évolution par mois", en="Trend by month"),
        Words(
            fr="Le taux de promesses tenues mois par mois, au mois de l’échéance.",
            en="The kept rate month by month, by the month of the due day.",
        ),
        "kept rate of the cases whose day falls in the month, each with its Wilson interval",
        Words(
            fr="Un mois de peu de cas bouge par hasard: il porte une large fourchette, et le terminal le dessine comme un point au-dessous de 5 cas.",
            en="A month of few cases moves by chance: its interval is wide, and the terminal draws it as a dot below 5 cases.",
        ),
        Words(fr="Les mêmes données, datées.", en="The same data, dated."),
        Words(
            fr="Ne dit pas qu’une action a changé quelque chose: il y faut un témoin.",
            en="Does not say that an action changed anything: that needs a control.",
        ),
    ),
    Explained(
        "felt",
        Words(fr="Ce que disent les clients", en="What clients say"),
        Words(
            fr="La note moyenne des cas tenus et des cas manqués; et, si la promesse dit quelle note signifie « tenue » (kept_when), la part des clients qui le disent et l’écart avec les faits.",
            en="The mean score of kept and of missed cases; and, where the promise says which score means kept (kept_when), the share of clients who say so and the gap to the facts.",
        ),
        "gap = said kept / ratings − kept rate of the facts; interval: Newcombe 1998, method 10 (too wide rather than too narrow, since the same cases stand on both sides)",
        Words(
            fr="Seuls ceux qui répondent sont entendus; les mécontents répondent souvent plus.",
            en="Only those who answer are heard; the dissatisfied often answer more.",
        ),
        Words(
            fr="Des avis rattachés aux cas (about), l’unité déclarée: avis ou cas.",
            en="Ratings about the cases, the unit declared: ratings or cases.",
        ),
        Words(
            fr="Ne parle pas au nom des clients qui n’ont rien dit; sans kept_when, aucune part n’est donnée: une bonne note n’est pas l’aveu d’une promesse tenue.",
            en="Does not speak for clients who said nothing; without kept_when no share is given: a good score is not a statement that the promise was kept.",
        ),
    ),
    Explained(
        "concentration",
        Words(fr="Répartition des clients sur les personnes", en="How clients spread over people"),
        Words(
            fr="Pour chaque client, la part de ses cas que tient la personne qui en tient le plus, et l’indice HHI; publié comme une distribution sur les clients.",
            en="For each client, the share of its cases held by the person who holds most, and the HHI; published as a distribution over clients.",
        ),
        "sᵢ = cases of person i / all; top share = max sᵢ; HHI = Σ sᵢ², from 1/N to 1; medians with their interval by ranks (binomial, ½)",
        Words(
            fr="Un lien personnel fort peut être un bien pour le client: la dépendance n’est pas une faute, c’est un risque à couvrir. Un client de peu de cas paraît toujours concentré, d’où min_cases.",
            en="A strong personal bond can be good for the client: dependence is no fault, but a risk to be covered. A client of few cases always looks concentrated, hence min_cases.",
        ),
        Words(
            fr="Des faits qui nomment le client et la personne (pseudonyme).",
            en="Facts that name the client and the person (a pseudonym).",
        ),
        Words(
            fr="Jamais le chiffre d’une personne, jamais un classement; rien à moins de cinq personnes ou de cinq clients.",
            en="Never one person’s figure, never a ranking; nothing below five people or five clients.",
        ),
    ),
    Explained(
        "delay",
        Words(fr="Délai", en="Delay"),
        Words(
            fr="Le temps au bout duquel la moitié des cas a abouti, ceux qui attendent encore comptés comme en attente.",
            en="The time after which half of the cases have ended, those still waiting counted as waiting.",
        ),
        "Kaplan–Meier: S(t) = Π(1 − dᵢ/nᵢ); median: smallest t with S(t) ≤ ½; Greenwood’s variance, log(−log) interval; beside it the plain median of the finished",
        Words(
            fr="La médiane des seuls cas terminés flatte: elle oublie ceux qui attendent. L’autre suppose que les cas quittés de vue auraient attendu comme les autres.",
            en="The median of the finished alone flatters: it forgets those who wait. The other supposes that cases lost from sight would have waited like the rest.",
        ),
        Words(
            fr="Un moment de départ et un moment d’arrivée; pour les cas en attente, quand ils ont été vus pour la dernière fois (sinon la fin de leur source).",
            en="A moment of beginning and one of end; for waiting cases, when they were last seen (else the end of their source).",
        ),
        Words(
            fr="Pas de médiane quand plus de la moitié attend encore; pas d’heures à partir de dates sans heure; rien sur une équipe de moins de cinq personnes.",
            en="No median where more than half are still waiting; no hours out of dates without a time; nothing about a team of fewer than five.",
        ),
    ),
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
"""In the order in which people meet them."""

HEADINGS = (
    (Words(fr="Calcul", en="Formula"), lambda one: Words(one.formula, one.formula)),
    (Words(fr="Objection", en="A sceptic objects"), lambda one: one.objection),
    (Words(fr="Il faut", en="It needs"), lambda one: one.needs),
    (Words(fr="Refuse de dire", en="It refuses to say"), lambda one: one.refuses),
)


def as_markdown() -> str:
    """The page of the reference: in English, then in French."""
    parts = ["# Catalogue of measures\n", "Generated by `make docs`.\n"]
    for lang, title in (("en", "English"), ("fr", "Français")):
        parts.append(f"## {title}\n")
        parts += [_section(one, "en" if lang == "en" else "fr") for one in CATALOGUE]
    return "\n".join(parts)


def _section(one: Explained, lang: Lang) -> str:
    lines = [f"### {one.title.say(lang)} (`{one.name}`)\n", f"{one.says.say(lang)}\n"]
    lines += [f"- **{heading.say(lang)}.** {what(one).say(lang)}" for heading, what in HEADINGS]
    return "\n".join(lines) + "\n"
