"""Why nothing can be told of series of periods, of teams' answers, or of how alike people judge."""

from visavis.mistakes import Words

_TIME = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")

TEAMS: dict[str, tuple[Words, Words]] = {
    "too_few_periods": (
        Words(
            fr="trop peu de périodes pour savoir de quoi elles varient d’ordinaire: {detail}, il en faut 9 d’au moins 5 cas",
            en="too few periods to know what they usually vary by: {detail}, where 9 of at least 5 cases are needed",
        ),
        _TIME,
    ),
    "threads_cut": (
        Words(
            fr="nos réponses portent sur des messages qui ne sont pas dans vos fichiers ({detail}): une conversation sans réponse peut en avoir eu une ailleurs",
            en="our replies answer messages that are not in your files ({detail}): a conversation without a reply may have had one elsewhere",
        ),
        Words(fr="déposez les conversations entières", en="drop whole conversations"),
    ),
    "unknown_class": (
        Words(
            fr="des réponses viennent de clients « {detail} », que les parts déclarées ne connaissent pas",
            en="answers come from clients “{detail}”, whom the shares declared do not know",
        ),
        Words(fr="complétez weights: margins", en="complete weights: margins"),
    ),
    "not_numbers": (
        Words(fr="ce champ ne contient pas des nombres: {detail}", en="this field does not hold numbers: {detail}"),
        Words(fr="déclarez-le dans la source avec as: decimal", en="declare it in the source with as: decimal"),
    ),
    "negative_values": (
        Words(fr="des jugements négatifs n’ont pas de proportion", en="negative judgements have no proportion"),
        Words(fr="écrivez scale: interval", en="write scale: interval"),
    ),
    "no_options": (
        Words(fr="une réponse sur une ligne continue: l’accord par hasard ne s’y calcule pas", en="answers on a continuous line: chance agreement can’t be computed"),
        Words(fr="donnez aux réponses des échelons entiers", en="give answers whole steps"),
    ),
}  # fmt: skip
"""By code: why, and what to do about it."""
