"""Whether anything improved."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "action-effect",
        Words(fr="Effet d’une action", en="Effect of an action"),
        Words(
            fr="De combien de points la promesse ou la mesure visée a bougé de plus que le témoin, et si le hasard suffit à l’expliquer.",
            en="By how many points the promise or measure aimed at moved more than the control, and whether chance is enough to explain it.",
        ),
        "d = (p_T after − p_T before) − Σ w·(p_C after − p_C before), by whole weeks; variance: the largest of independent cases, quasi-binomial with AR(1), and Newey–West; Student (Welch) 95 %; p adjusted over the actions judged (Holm); improved or worsened where p ≤ .05",
        Words(
            fr="Le témoin suppose que, sans l’action, les deux auraient évolué pareillement: un changement simultané qui ne touche que l’un des deux passerait pour un effet. D’où un témoin choisi d’avance, le contrôle de leur évolution d’avant, et le refus dès que le témoin bouge lui-même.",
            en="The control supposes that both would have gone alike without the action: a change at the same time that touches only one of them would pass for an effect. Hence a control chosen beforehand, a look at how both went before, and no verdict once the control moves itself.",
        ),
        Words(
            fr="Une action inscrite et scellée avant son premier jour, une promesse ou une mesure, un témoin, un jour de verdict; au moins 8 semaines avant et 4 après, et 10 cas de chaque côté.",
            en="An action written down and sealed before its first day, a promise or measure, a control, a day of the verdict; at least 8 weeks before and 4 after, and 10 cases on each side.",
        ),
        Words(
            fr="Aucun verdict sans témoin, sans inscription préalable, avant le jour dit, si l’action s’arrête plus tôt, si le témoin a bougé (p < .05) ou si les deux s’éloignaient déjà (p < .01). « Effet non démontré » ne veut pas dire « aucun effet »: la fourchette dit ce qui reste possible.",
            en="No verdict without a control, without writing down beforehand, before the day, if the action stops earlier, if the control moved (p < .05) or if both were already drifting apart (p < .01). “Not distinguishable from noise” does not mean “no effect”: the interval tells what remains possible.",
        ),
    ),
    Explained(
        "action-drawn",
        Words(fr="Effet d’un déploiement tiré au sort", en="Effect of a roll-out drawn at random"),
        Words(
            fr="De combien de points la part monte là et quand une équipe commence, et combien des ordres qui auraient pu être tirés en montreraient autant.",
            en="By how many points the share rises where and when a team starts, and how many of the orders that could have been drawn would show as much.",
        ),
        "τ: weighted regression of weekly shares on a treated flag, with effects of team and week (weights: cases); p: share of all k! orders (5,040 of them beyond 7 teams) with |τ| as large (Fisher 1935); interval: the lifts that this test does not reject (Hodges and Lehmann 1963); p adjusted over the actions judged (Holm)",
        Words(
            fr="Le tirage écarte le choix des équipes, non la contagion: si les équipes qui attendent apprennent de celles qui ont commencé, l’effet est sous-estimé. Et avec quatre équipes, un seul ordre sur vingt-quatre peut convaincre.",
            en="The draw rules out that teams were picked, not that they learn from each other: where those that wait copy those that started, the effect is told too small. And with four teams, only one order of twenty-four can convince.",
        ),
        Words(
            fr="Quatre équipes de cinq personnes ou plus, un ordre tiré et scellé ici avant le premier jour, huit semaines avant, et quatre après le début de la dernière.",
            en="Four teams of five people or more, an order drawn and sealed here before the first day, eight weeks before it, and four after the last one’s start.",
        ),
        Words(
            fr="Aucun verdict si l’ordre inscrit n’est pas celui que donne sa graine, à moins de quatre équipes, ou si une équipe de moins de cinq personnes serait désignée.",
            en="No verdict where the order written down is not the one that its seed gives, with fewer than four teams, or where a team of fewer than five people would be singled out.",
        ),
    ),
    Explained(
        "action-so-far",
        Words(fr="Une action en cours, tant qu’on la regarde", en="An action under way, while it is watched"),
        Words(
            fr="La part tenue depuis le début, avec une fourchette qui reste juste même si on la regarde tous les jours.",
            en="The share kept since the start, with an interval that stays right even if it is looked at every day.",
        ),
        "all p with B(1 + S, 1 + n − S) / (p^S·(1 − p)^(n − S)) < 20 (beta-binomial martingale, Ville 1939)",
        Words(
            fr="Elle est plus large qu’une fourchette ordinaire: c’est le prix de regarder souvent.",
            en="It is wider than an ordinary interval: that is the price of looking often.",
        ),
        Words(fr="Des cas échus depuis le début de l’action.", en="Cases that fell due since the action began."),
        Words(
            fr="Ne compare pas au témoin et ne donne aucun verdict: il vient au jour inscrit.",
            en="Does not compare with the control and gives no verdict: that comes on the day that was written down.",
        ),
    ),
)
