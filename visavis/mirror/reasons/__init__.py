"""Why a figure can't be given, and what to do about it: codes of the engine put into words."""

from dataclasses import dataclass

from visavis.mirror.reasons.chain import CHAIN
from visavis.mirror.reasons.relation import RELATION
from visavis.mirror.reasons.statistics import STATISTICS
from visavis.mirror.reasons.teams import TEAMS
from visavis.mirror.reasons.voices import VOICES
from visavis.mistakes import Lang, Words


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no figure. `detail` names what is concerned: a field, a number."""

    code: str
    detail: str = ""

    def say(self, lang: Lang) -> str:
        """The reason in words."""
        return REASONS[self.code][0].say(lang).format(detail=self.detail)

    @property
    def words(self) -> Words:
        """The reason in both languages, for pages."""
        return Words(fr=self.say("fr"), en=self.say("en"))

    def remedy(self, lang: Lang) -> str:
        """What to do about it."""
        return REASONS[self.code][1].say(lang).format(detail=self.detail)


def reason(written: str | None) -> Reason | None:
    """The reason behind `code` or `code:detail`; None for None."""
    if written is None:
        return None
    code, _, detail = written.partition(":")
    return Reason(code, detail) if code in REASONS else Reason("other", written)


_KEEP = Words(
    fr="ajoutez à la source la colonne qui le dit, puis: visavis run",
    en="add the column that tells it to the source, then: visavis run",
)
_MAPPING = Words(
    fr="corrigez le nom dans measures/, ou ajoutez le champ à la source",
    en="correct the name in measures/, or add the field to the source",
)
_WIDER = Words(
    fr="élargissez le périmètre: d’autres équipes, une période plus longue",
    en="widen the scope: more teams, a longer period",
)
_WAIT = Words(fr="attendez les prochaines livraisons de données", en="wait for the next deliveries of data")

REASONS: dict[str, tuple[Words, Words]] = {
    # promises
    "no_cases": (
        Words(fr="aucun fait ne correspond à cette promesse", en="no fact matches this promise"),
        Words(
            fr="vérifiez where dans promises/ et que la source a été lue: visavis promise try FICHIER",
            en="check where in promises/ and that the source was read: visavis promise try FILE",
        ),
    ),
    "none_due": (
        Words(fr="aucun cas n’est encore échu", en="no case is due yet"),
        _WAIT,
    ),
    "not_run": (
        Words(
            fr="promesse ajoutée ou renommée depuis le dernier calcul",
            en="promise added or renamed since the last run",
        ),
        Words(fr="lancez: visavis run", en="start: visavis run"),
    ),
    "impossible_counts": (
        Words(
            fr="les décomptes se contredisent (plus de manqués que de cas)",
            en="the counts contradict each other (more missed than cases)",
        ),
        Words(fr="corrigez les décomptes dans la source", en="correct the counts in the source"),
    ),
    "no_due": (
        Words(fr="aucune échéance n’est notée", en="no due date is recorded"),
        Words(
            fr='ajoutez la colonne d’échéance, ou fixez un délai: due: {{after: occurred_at, within: "2 business days"}}',
            en='add the due column, or set a delay: due: {{after: occurred_at, within: "2 business days"}}',
        ),
    ),
    "no_start": (
        Words(fr="le moment de départ n’est pas noté", en="the moment at which it began is not recorded"),
        _KEEP,
    ),
    "start_without_time": (
        Words(
            fr="le départ n’a qu’une date, sans heure: un délai en heures ne peut pas se compter",
            en="the beginning has a date and no time: a delay in hours can’t be counted",
        ),
        Words(fr="comptez en jours, ou ajoutez l’heure à la source", en="count days, or add the time to the source"),
    ),
    "outside_calendar": (
        Words(fr="la date est hors du calendrier connu", en="the date lies outside the known calendar"),
        Words(fr="corrigez la date dans la source", en="correct the date in the source"),
    ),
    "no_flag": (
        Words(fr="l’indicateur n’est pas renseigné", en="the flag is not filled in"),
        Words(fr="renseignez-le dans la source", en="fill it in at the source"),
    ),
    "no_score": (
        Words(fr="la note n’est pas renseignée", en="the score is not filled in"),
        Words(fr="renseignez-la dans la source", en="fill it in at the source"),
    ),
    "no_count": (
        Words(fr="le décompte n’est pas renseigné", en="the count is not filled in"),
        Words(fr="renseignez-le dans la source", en="fill it in at the source"),
    ),
    "no_done_event": (
        Words(
            fr="aucun événement de vos fichiers ne dit que c’est fait",
            en="no event in your files says that it was done",
        ),
        Words(
            fr="ajoutez la source qui le note (rappels, livraisons…), ou faites-le noter",
            en="add the source that records it (call-backs, deliveries …), or have it recorded",
        ),
    ),
    "no_done_column": (
        Words(fr="vos fichiers ne disent jamais quand c’est fait", en="your files never say when it was done"),
        _KEEP,
    ),
    # people
    "fewer_than_five": (
        Words(
            fr="moins de cinq salariés derrière ce chiffre: il n’est pas publié",
            en="fewer than five employees stand behind this figure: it is not published",
        ),
        _WIDER,
    ),
    "few_cases": (
        Words(
            fr="moins de cinq cas échus peuvent être montrés ici",
            en="fewer than five due cases can be shown here",
        ),
        _WIDER,
    ),
    "no_course": (
        Words(
            fr="aucun cas ne dit quand il a commencé et quand il a fini",
            en="no case tells when it began and when it ended",
        ),
        _KEEP,
    ),
    "too_few_clients": (
        Words(
            fr="{detail} client(s) seulement: une médiane y montrerait ce que tient une seule personne",
            en="only {detail} client(s): a median of so few would show what a single person holds",
        ),
        Words(fr="baissez min_cases, ou attendez plus de cas", en="lower min_cases, or wait for more cases"),
    ),
    # measures
    "no_rows": (
        Words(fr="aucun fait ne correspond", en="no fact matches"),
        Words(
            fr="vérifiez over et where dans measures/, et que la source a été lue",
            en="check over and where in measures/, and that the source was read",
        ),
    ),
    "missing_field": (
        Words(fr="le champ n’existe pas dans vos faits: {detail}", en="your facts have no such field: {detail}"),
        _MAPPING,
    ),
    "list_field": (
        Words(
            fr="le champ est une liste, il ne se compare pas: {detail}",
            en="the field is a list and can’t be compared: {detail}",
        ),
        Words(fr="choisissez un champ simple", en="choose a plain field"),
    ),
    "no_moment": (
        Words(fr="le champ n’est pas une date: {detail}", en="the field is no date: {detail}"),
        Words(
            fr="déclarez-le dans la source avec as: date ou as: timestamp",
            en="declare it in the source with as: date or as: timestamp",
        ),
    ),
    "wrong_value": (
        Words(fr="valeur d’un autre type que le champ: {detail}", en="value of another type than the field: {detail}"),
        Words(fr="comparez avec une valeur de ce type", en="compare with a value of that type"),
    ),
    "nobody_named": (
        Words(
            fr="aucune ligne ne nomme à la fois le client et la personne qui l’a servi",
            en="no row names both the client and the person who served",
        ),
        Words(
            fr="ajoutez ces colonnes à la source (client_ref, staff)",
            en="add these columns to the source (client_ref, staff)",
        ),
    ),
    "no_stage": (
        Words(
            fr="aucune étape déclarée ne se trouve dans les faits", en="none of the declared stages occurs in the facts"
        ),
        Words(fr="écrivez les étapes de order comme dans les faits", en="write the stages of order as in the facts"),
    ),
    "empty_first": (
        Words(
            fr="personne n’est à la première étape: pas de part à calculer",
            en="nobody stands at the first stage: there is no share",
        ),
        Words(
            fr="si le champ donne l’étape la plus haute, écrivez cumulative: true",
            en="if the field gives the highest stage, write cumulative: true",
        ),
    ),
    "no_time": (
        Words(
            fr="les dates n’ont pas d’heure: un délai en heures ne peut pas se compter",
            en="the dates have no time: a delay in hours can’t be counted",
        ),
        Words(fr="écrivez unit: day", en="write unit: day"),
    ),
    "not_seen_so_long": (
        Words(fr="aucun cas n’a été suivi aussi longtemps", en="no case was observed for so long"),
        _WAIT,
    ),
    "none_finished": (
        Words(fr="aucun cas n’est terminé", en="no case has ended"),
        _WAIT,
    ),
    "too_many_waiting": (
        Words(
            fr="trop de cas attendent encore pour que la courbe descende jusque-là",
            en="too many cases are still waiting for the curve to fall that far",
        ),
        _WAIT,
    ),
    "other": (
        Words(fr="{detail}", en="{detail}"),
        Words(fr="voyez docs/reference", en="see docs/reference"),
    ),
}
REASONS |= STATISTICS | CHAIN | RELATION | TEAMS | VOICES
"""By code: why, and what to do about it."""
