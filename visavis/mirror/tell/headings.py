"""Words that stand around the figures of the mirror, the same on pages, in the exported file and in the PDF."""

from visavis.mistakes import Words

HEADINGS: dict[str, Words] = {
    "title": Words(fr="Le miroir", en="The mirror"),
    "sides": Words(fr="Ce que nous disons, ce que vivent nos clients", en="What we say, what our clients live"),
    "we_say": Words(fr="Nous disons", en="We say"),
    "they_live": Words(fr="Les clients vivent", en="Clients live"),
    "said_mark": Words(fr="dit", en="said"),
    "facts": Words(fr="faits", en="facts"),
    "clients": Words(fr="clients", en="clients"),
    "gap": Words(fr="écart", en="gap"),
    "kept_rate": Words(fr="promesses tenues", en="promises kept"),
    "not_measurable": Words(fr="Non mesurable", en="Not measurable"),
    "why_not": Words(fr="Ce qui n’est pas mesurable", en="What is not measurable"),
    "what_to_do": Words(fr="Que faire :", en="What to do:"),
    "outcomes": Words(fr="Ce que sont devenus les cas", en="What became of the cases"),
    "see_cases": Words(fr="Les cas", en="The cases"),
    "see_said": Words(fr="Ceux dont les clients ont parlé", en="Those that clients spoke of"),
    "no_voices": Words(fr="Pas de mots de clients.", en="No words from clients."),
    "table": Words(fr="Les chiffres en tableau", en="The figures as a table"),
    "trend_table": Words(fr="Les mois en tableau", en="The months as a table"),
    "who": Words(fr="D’après", en="According to"),
    "rate": Words(fr="Tenue", en="Kept"),
    "interval": Words(fr="Fourchette", en="Interval"),
    "interval_n": Words(fr="Fourchette et nombre", en="Interval and number"),
    "n": Words(fr="Cas", en="Cases"),
    "month": Words(fr="Mois", en="Month"),
    "stage": Words(fr="Étape", en="Stage"),
    "share": Words(fr="Part", en="Share"),
    "how": Words(fr="Comment est-ce calculé ?", en="How is this computed?"),
    "how_shared": Words(fr="Les étapes communes à toutes les promesses", en="The steps that all promises share"),
    "how_own": Words(
        fr="Étapes nommées, dans l’ordre ; les étapes communes sont en bas de page.",
        en="Named steps, in order; those that all promises share stand at the foot of the page.",
    ),
    "measures": Words(fr="Autres mesures", en="Other measures"),
    "before": Words(fr="Auparavant :", en="Before:"),
    "how_to_read": Words(fr="Comment lire", en="How to read this"),
    "reading": Words(
        fr="Chaque promesse est tenue à l’épreuve de vos fichiers. Le trait marque ce que nous disons : toujours, soit 100 %. "
        "Le point plein est ce que montrent les faits, le point creux ce que disent les clients ; la barre autour est la fourchette à 95 % : "
        "plus les cas sont rares, plus elle est large. Les hachures sont l’écart avec la parole.",
        en="Each promise is held against your files. The line marks what we say: always, that is 100%. "
        "The solid dot is what the facts show, the hollow one what clients say; the bar around it is the 95% interval: "
        "the fewer the cases, the wider it is. The hatching is the gap to what is said.",
    ),
    "scarce": Words(
        fr="Les petits points sont des mois de moins de {fewest} cas.",
        en="Small dots are months with fewer than {fewest} cases.",
    ),
    "trend": Words(fr="Mois par mois", en="Month by month"),
    "run": Words(fr="calcul", en="run"),
    "unsaid": Words(
        fr="Aucune promesse n’est encore écrite : le miroir n’a rien à mettre en face des faits.",
        en="No promise is written yet: the mirror has nothing to hold against the facts.",
    ),
    "refused": Words(fr="Ce que les chiffres ne savent pas", en="What the figures do not know"),
}
"""By key, as templates name them."""
