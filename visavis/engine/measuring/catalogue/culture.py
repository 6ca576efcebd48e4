"""What teams answer, and how alike people judge."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "climate",
        Words(fr="Ce que disent nos équipes", en="What our teams say"),
        Words(
            fr="La moyenne de chaque équipe sur un sujet de l’enquête interne, et si cette moyenne est celle de l’équipe ou seulement celle d’opinions dispersées.",
            en="The mean of each team on a subject of the survey among employees, and whether it is the team’s or only that of scattered opinions.",
        ),
        "α = k/(k−1)·(1 − Σσ²ᵢ/σ²_X), Feldt 95 %; ω = (Σλ)²/((Σλ)² + Σθ), jackknife; ICC(1) = (MSB − MSW)/(MSB + (n̄ − 1)·MSW), ICC(2) = (MSB − MSW)/MSB, intervals from F; r_wg(J) = J(1 − s̄²/σ²_E)/(J(1 − s̄²/σ²_E) + s̄²/σ²_E), σ²_E = (A² − 1)/12; a team’s mean as it is (Student) where α or ω ≥ .70, median r_wg ≥ .70, ICC(1) ≥ .05 and F’s p < .05; else ICC(2)·x̄_g + (1 − ICC(2))·x̄, its interval Morris’s (1983): V·(1 − B·(k − 1)/k) + 2·B²/(k − 3)·(x̄_g − x̄)², B = (k − 3)/(k − 1)·(1 − ICC(2)), V = MSW/n_g",
        Words(
            fr="Ceux qui ne répondent pas ont peut-être un autre avis. Un accord dans l’équipe peut venir d’une même façon de répondre, non d’une même vie.",
            en="Those who don’t answer may think otherwise. Agreement within a team may come from a shared way of answering, not from a shared life.",
        ),
        Words(
            fr="Une ligne par réponse, sans nom: l’équipe, et une colonne par question; plusieurs questions par sujet, sur une même échelle.",
            en="A row for each sheet, without a name: the team, and a column for each question; several questions for a subject, on one scale.",
        ),
        Words(
            fr="Rien sur une équipe de moins de cinq réponses, ni sur celle qui s’en déduirait; rien sur une personne; la moyenne est rapprochée de celle de tous, et c’est dit, quand l’équipe ne se distingue pas; aucune validité n’est prêtée à des questions faites maison.",
            en="Nothing of a team of fewer than five sheets, nor of one that would follow by subtraction; nothing of a person; the mean is drawn to that of all, and said to be so, where teams can’t be told apart; no validity is claimed for questions of one’s own.",
        ),
    ),
    Explained(
        "agreement",
        Words(fr="Juge-t-on de la même façon ?", en="Do people judge alike?"),
        Words(
            fr="Si ceux qui ont jugé les mêmes choses (relu les mêmes messages, noté les mêmes cas) disent la même chose, plus que le hasard ne le ferait.",
            en="Whether those who judged the same things (read the same messages, rated the same cases) say the same, more than chance would have them.",
        ),
        "Krippendorff’s α = 1 − D_o/D_e out of coincidences (2011), δ² nominal, ordinal, interval or ratio; interval: percentiles of 1,000 resamples of whole units (Hayes and Krippendorff 2007); beside it the share of pairs of judgements that are the same",
        Words(
            fr="S’accorder n’est pas avoir raison. Quand presque tout se ressemble, α est bas malgré un accord de tous les jours: la part de paires identiques est donc donnée à côté.",
            en="To agree is not to be right. Where nearly everything is alike, α is low in spite of everyday agreement: the share of equal pairs therefore stands beside it.",
        ),
        Words(
            fr="Des choses jugées deux fois au moins, et l’échelle des jugements.",
            en="Things judged twice at least, and the scale of the judgements.",
        ),
        Words(
            fr="Rien sur qui juge autrement que les autres; rien quand moins de cinq salariés ont jugé; rien si tous les jugements sont pareils, ou si rien n’a été jugé deux fois. Sous 0,667, n’en tirez rien.",
            en="Nothing about who judges unlike the others; nothing where fewer than five employees judged; nothing where all judgements are alike or nothing was judged twice. Below .667, conclude nothing.",
        ),
    ),
)
