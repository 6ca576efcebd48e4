"""Why statistics can't be given, in words: what clients answered, who stayed, how alike people judge."""

from visavis.mistakes import Words

_ANSWERS = Words(fr="recueillez davantage de réponses", en="gather more answers")
_TIME = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")
_ITEMS = Words(fr="posez plusieurs questions sur le même sujet", en="ask several questions about the same thing")
_TEAMS = Words(fr="montrez le chiffre de l’ensemble", en="show the figure of the whole")

STATISTICS: dict[str, tuple[Words, Words]] = {
    "no_answers": (Words(fr="aucune réponse n’est connue", en="no answer is known"), _ANSWERS),
    "too_few_answers": (Words(fr="trop peu de réponses: {detail}", en="too few answers: {detail}"), _ANSWERS),
    "too_few_items": (
        Words(fr="trop peu de questions pour juger si elles vont ensemble: {detail}", en="too few questions to judge whether they go together: {detail}"),
        _ITEMS,
    ),
    "no_variation": (
        Words(fr="tout est pareil: rien ne varie, rien ne se compare", en="everything is the same: nothing varies, nothing compares"),
        Words(fr="vérifiez que la colonne contient bien les réponses", en="check that the column holds the answers"),
    ),
    "out_of_scale": (
        Words(fr="aucune note ne tient dans son échelle", en="no score lies on its scale"),
        Words(fr="corrigez low et high dans la source", en="correct low and high in the source"),
    ),
    "mixed_scales": (
        Words(fr="la même question porte plusieurs échelles", en="the same question has several scales"),
        Words(fr="donnez à chaque échelle son instrument dans la source", en="give each scale an instrument of its own in the source"),
    ),
    "asked_unknown": (
        Words(
            fr="vos fichiers ne contiennent que les réponses: qui a été interrogé sans répondre n’y est pas",
            en="your files hold answers only: whoever was asked and stayed silent is not in them",
        ),
        Words(
            fr="ajoutez la liste des envois et déclarez-la (survey: asked)",
            en="add the list of those who were asked, and declare it (survey: asked)",
        ),
    ),
    "everybody_answered": (
        Words(
            fr="tous ceux qui auraient été interrogés ont répondu: la liste ne contient sans doute que les réponses",
            en="everybody asked has answered: the list probably holds answers only",
        ),
        Words(fr="donnez la liste de tous les envois", en="give the list of everybody who was asked"),
    ),
    "nobody_asked": (Words(fr="personne n’a été interrogé", en="nobody was asked"), _ANSWERS),
    "silent_class": (
        Words(
            fr="personne n’a répondu parmi les clients « {detail} »: aucun poids ne peut parler pour eux",
            en="nobody answered among the clients “{detail}”: no weight can speak for them",
        ),
        Words(fr="interrogez-les, ou choisissez d’autres champs (margins)", en="ask them, or choose other fields (margins)"),
    ),
    "no_class": (
        Words(
            fr="aucune réponse ne vient d’un client dont le fichier dit de quelle sorte il est",
            en="no answer comes from a client of whom the register tells what sort it is",
        ),
        Words(fr="reliez les réponses aux clients, ou choisissez d’autres champs (margins)", en="join answers to clients, or choose other fields (margins)"),
    ),
    "no_delay": (
        Words(fr="le délai des réponses n’est pas connu, ou toujours le même", en="the delay of answers is not known, or always the same"),
        Words(fr="reliez chaque réponse à ce dont elle parle (about)", en="join each answer to what it is about (about)"),
    ),
    "nobody_left": (
        Words(fr="aucun client n’est connu pour être parti", en="no client is known to have left"),
        Words(fr="ajoutez la date de départ à la source des clients", en="add the day on which clients left to their source"),
    ),
    "too_few_followed": (
        Words(fr="moins de cinq clients suivis", en="fewer than five clients were followed"),
        _TIME,
    ),
    "too_many_staying": (Words(fr="plus de la moitié des clients sont encore là", en="more than half of the clients are still there"), _TIME),
    "too_few_left": (
        Words(fr="moins de cinq clients partis avaient une telle promesse", en="fewer than five clients who left had such a promise"),
        _TIME,
    ),
    "one_sided": (
        Words(
            fr="tous les partis sont du même côté: le rapport ne se calcule pas",
            en="all who left stand on the same side: no ratio can be computed",
        ),
        _TIME,
    ),
    "separated": (
        Words(fr="un facteur sépare entièrement les partis des autres", en="one factor entirely separates those who left from the others"),
        _TIME,
    ),
    "no_referrals": (
        Words(fr="aucune source ne dit qui a recommandé qui", en="no source tells who referred whom"),
        Words(fr="ajoutez les parrainages comme événements (type: referral)", en="add referrals as events (type: referral)"),
    ),
    "no_retained": (
        Words(fr="aucune source ne dit si les clients venus ainsi sont restés", en="no source tells whether clients won so have stayed"),
        Words(fr="ajoutez-le aux parrainages (extra.retained)", en="add it to referrals (extra.retained)"),
    ),
    "one_need": (
        Words(fr="il faut deux besoins au moins pour un classement", en="a ranking needs two needs at least"),
        Words(fr="classez davantage de besoins", en="rank more needs"),
    ),
    "no_order": (
        Words(fr="les clients ont parlé de chaque besoin autant l’un que l’autre: il n’y a pas d’ordre", en="clients spoke of each need alike: there is no order"),
        _ANSWERS,
    ),
    "nothing_forecast": (
        Words(fr="aucun pronostic scellé à temps", en="no forecast was sealed in time"),
        Words(fr="scellez un pronostic avant la prochaine vague", en="seal a forecast before the next wave"),
    ),
    "nothing_judged_twice": (
        Words(fr="rien n’a été jugé par deux personnes", en="nothing was judged by two people"),
        Words(fr="faites juger les mêmes cas par deux personnes", en="have the same cases judged by two people"),
    ),
    "one_group": (Words(fr="une seule équipe: rien à comparer", en="a single team: nothing to compare"), _TEAMS),
    "unreliable": (
        Words(fr="les questions ne mesurent pas une même chose (α et ω sous 0,70)", en="the questions don’t measure one thing (α and ω below .70)"),
        _ITEMS,
    ),
    "members_disagree": (
        Words(fr="les membres des équipes ne sont pas d’accord entre eux", en="members of the teams don’t agree among themselves"),
        _TEAMS,
    ),
    "teams_alike": (Words(fr="les équipes ne se distinguent guère", en="the teams hardly differ"), _TEAMS),
    "by_chance": (
        Words(fr="les écarts entre équipes peuvent être dus au hasard", en="differences between the teams may be due to chance"),
        _TEAMS,
    ),
}  # fmt: skip
"""By code: why, and what to do about it."""
