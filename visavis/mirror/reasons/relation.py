"""Why nothing can be told of the relation with clients or of the dialogue with them, and what to do about it."""

from visavis.mistakes import Words

_NAMED = Words(
    fr="ajoutez à la source la colonne qui nomme qui a servi le client (staff)",
    en="add the column that names who served the client (staff) to the source",
)
_WAIT = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")

RELATION: dict[str, tuple[Words, Words]] = {
    "none_met_often": (
        Words(
            fr="aucun client n’a été rencontré cinq fois ou plus: l’indice n’y dirait rien",
            en="no client was met five times or more: the index would say nothing",
        ),
        _NAMED,
    ),
    "no_worth": (
        Words(fr="la valeur déclarée des clients est nulle", en="the declared worth of the clients is zero"),
        Words(
            fr="vérifiez ce que la mesure prend pour valeur d’un client (worth)",
            en="check what the measure takes for a client’s worth (worth)",
        ),
    ),
    "nothing_to_compare": (
        Words(
            fr="moins de cinq clients tenus par une personne il y a un an, ou moins de cinq autres: rien à comparer",
            en="fewer than five clients in one person’s hands a year ago, or fewer than five others: nothing to compare",
        ),
        Words(
            fr="il faut deux ans de contacts; reprenez un historique plus long",
            en="two years of contacts are needed; take over a longer history",
        ),
    ),
    "name_alone": (
        Words(
            fr="combien de clients elle connaît n’est pas dit: ce pourrait être l’affaire de quelques personnes",
            en="how many clients it knows is not told: that might be about a few people",
        ),
        Words(fr="rien à faire: le nom dit où chercher", en="nothing to do: the name says where to look"),
    ),
    "no_handovers": (
        Words(fr="personne n’a cessé de rencontrer ses clients", en="nobody stopped meeting their clients"),
        _WAIT,
    ),
    "not_declared": (
        Words(
            fr="vos fichiers ne disent pas qui peut lire quoi: rien n’est déclaré sous {detail}",
            en="your files do not say who may read what: nothing is declared under {detail}",
        ),
        Words(
            fr="déclarez dans la mesure les faits qui le disent: relation: {{{detail}: …}}",
            en="declare in the measure the facts that tell it: relation: {{{detail}: …}}",
        ),
    ),
    "no_conversation": (
        Words(fr="aucun client n’a ouvert de conversation", en="no client opened a conversation"),
        Words(
            fr="reliez une boîte de messagerie ou des messages, avec leur sens (direction) et leur fil (thread)",
            en="connect a mailbox or messages, with their direction and their thread",
        ),
    ),
    "nobody_spoke": (
        Words(fr="aucun échange entre clients et nous", en="no exchange between clients and us"),
        Words(
            fr="reliez une boîte de messagerie ou des messages, avec leur sens (direction)",
            en="connect a mailbox or messages, with their direction",
        ),
    ),
    "answered_only": (
        Words(
            fr="chaque conversation de « {detail} » a une réponse: soit rien n’a jamais été oublié, soit seules les conversations répondues ont été recueillies",
            en="every conversation of “{detail}” has an answer: either nothing was ever forgotten, or answered conversations alone were collected",
        ),
        Words(
            fr="faites livrer aussi les messages restés sans réponse; s’ils le sont déjà, dites-le: dialogue: {{complete: [{detail}]}}",
            en="have unanswered messages delivered too; if they are already, say so: dialogue: {{complete: [{detail}]}}",
        ),
    ),
    "about_nothing": (
        Words(
            fr="les conversations ne disent pas de quel dossier elles parlent (about): leur fin ne se voit pas",
            en="conversations do not say which case they are about (about): their end can’t be seen",
        ),
        Words(
            fr="ajoutez le numéro du dossier aux messages: about: {{key: …, of: …}}",
            en="add the number of the case to the messages: about: {{key: …, of: …}}",
        ),
    ),
}
