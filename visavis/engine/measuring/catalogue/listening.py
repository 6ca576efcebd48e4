"""Do we listen, or do we think we listen?"""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "listening",
        Words(fr="Justesse de l’écoute", en="Listening accuracy"),
        Words(
            fr="Avant que les clients répondent, chacun scelle ce qu’il croit qu’ils diront; quand la vague arrive, l’écart entre les deux dit si l’on écoute ou si l’on croit écouter.",
            en="Before clients answer, people seal what they think clients will say; when the wave comes, the distance between the two tells whether one listens or thinks so.",
        ),
        "ranked needs: 1 − Σ|r − r̂|/⌊m²/2⌋; levels: mean |forecast − answered|; intervals: coverage and (high − low) + 2/α·miss; overconfidence = self-rated listening − accuracy",
        Words(
            fr="Deviner juste une fois n’est pas écouter; et l’on peut écouter sans savoir chiffrer.",
            en="To guess right once is not to listen; and one may listen without being able to put it into figures.",
        ),
        Words(
            fr="Des pronostics scellés avant la vague, et les réponses des clients.",
            en="Forecasts sealed before the wave, and the answers of clients.",
        ),
        Words(
            fr="Un pronostic scellé après l’ouverture de la vague ne compte pas; rien à moins de cinq pronostics, rien d’une personne.",
            en="A forecast sealed after the wave was opened does not count; nothing below five forecasts, nothing of one person.",
        ),
    ),
)
