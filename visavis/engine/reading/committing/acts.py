"""What one may promise to do for a client, and the verbs that say it, French and English."""

from enum import StrEnum


class Act(StrEnum):
    """What is promised, as far as it tells where to look for whether it was done."""

    CALL = "call"
    REPLY = "reply"
    INFORM = "inform"
    SEND = "send"
    REPAIR = "repair"
    REFUND = "refund"
    VISIT = "visit"
    CHECK = "check"
    DELIVER = "deliver"
    CORRECT = "correct"
    QUOTE = "quote"
    PASS_ON = "pass-on"
    HANDLE = "handle"


FRENCH: dict[Act, str] = {
    Act.CALL: "rappeler appeler téléphoner retéléphoner",
    Act.REPLY: "répondre revenir recontacter contacter écrire",
    Act.INFORM: "informer prévenir avertir aviser notifier communiquer confirmer indiquer préciser tenir renseigner signaler",
    Act.SEND: "envoyer renvoyer adresser expédier réexpédier poster fournir remettre joindre retourner imprimer partager transmettre",
    Act.REPAIR: "réparer dépanner rétablir résoudre remédier réactiver débloquer réinitialiser solutionner redémarrer restaurer",
    Act.REFUND: "rembourser créditer recréditer verser virer restituer indemniser dédommager rendre reverser déduire",
    Act.VISIT: "passer venir intervenir déplacer présenter repasser",
    Act.CHECK: "vérifier contrôler examiner étudier analyser enquêter creuser inspecter revérifier tester approfondir",
    Act.DELIVER: "livrer arriver parvenir déposer apporter acheminer partir repartir relivrer",
    Act.CORRECT: "corriger rectifier modifier ajuster actualiser régulariser supprimer retirer recalculer annuler désactiver résilier effacer",
    Act.QUOTE: "chiffrer établir proposer soumettre élaborer",
    Act.PASS_ON: "remonter escalader",
    Act.HANDLE: "traiter lancer relancer procéder effectuer finaliser clôturer programmer planifier organiser réaliser enregistrer appliquer "
    "valider terminer reprendre émettre veiller solliciter commander réserver accorder offrir prolonger échanger remplacer installer activer "
    "poser créer reprogrammer replanifier prioriser avancer occuper charger préparer suivre assurer instruire résorber mobiliser régler "
    "achever démarrer débuter éditer ouvrir rouvrir convenir fixer relire interroger rechercher retrouver apporter compléter mettre prendre "
    "garder représenter ajouter changer prêter prévoir lever caler inscrire intégrer apparaître faire donner reporter bloquer accompagner rencontrer transférer",
}  # fmt: skip
"""Infinitives by act; the last lists verbs of many meanings too."""

ENGLISH: dict[Act, str] = {
    Act.CALL: "call ring phone telephone",
    Act.REPLY: "reply reach respond answer contact email e-mail write message text revert",
    Act.INFORM: "inform notify update advise confirm tell alert warn brief debrief",
    Act.SEND: "send resend forward mail post fax attach provide submit share supply upload e-mail dispatch distribute circulate return copy print draft",
    Act.REPAIR: "repair fix restore resolve solve unlock reset troubleshoot mend reinstate reactivate sort remedy rectify address",
    Act.REFUND: "refund reimburse credit compensate transfer wire pay repay waive deduct",
    Act.VISIT: "visit come attend inspect",
    Act.CHECK: "check review investigate verify examine look research study test analyse analyze monitor find double-check dig explore ask",
    Act.DELIVER: "deliver ship arrive drop bring leave collect redeliver",
    Act.CORRECT: "correct amend adjust revise cancel remove delete change modify edit",
    Act.QUOTE: "quote estimate propose",
    Act.PASS_ON: "escalate pass raise relay flag mention",
    Act.HANDLE: "process handle arrange schedule book organize organise set prepare complete finish finalize finalise start begin launch open "
    "close order replace exchange install activate register apply issue create make take give put get do work follow ensure coordinate "
    "reschedule expedite prioritise prioritize proceed assist implement print discuss talk speak meet join add include sign approve "
    "transfer extend honour honor renew release reserve hold keep show bring run cover settle fit swap upgrade chase grant generate produce report post publish assign let go",
}  # fmt: skip
"""Plain forms by act. Verbs of many meanings count where what follows them fits (`english.py`)."""

IRREGULAR_FRENCH: dict[str, tuple[str, str, str]] = {
    "rappeler": ("rappeller", "rappelé", "rappelle rappelons rappellent"),
    "appeler": ("appeller", "appelé", "appelle appelons appellent"),
    "répondre": ("répondr", "répondu", "réponds répond répondons répondent"),
    "revenir": ("reviendr", "revenu", "reviens revient revenons reviennent"),
    "écrire": ("écrir", "écrit", "écris écrivons écrivent"),
    "prévenir": ("préviendr", "prévenu", "préviens prévient prévenons préviennent"),
    "tenir": ("tiendr", "tenu", "tiens tient tenons tiennent"),
    "envoyer": ("enverr", "envoyé", "envoie envoyons envoient"),
    "renvoyer": ("renverr", "renvoyé", "renvoie renvoyons renvoient"),
    "remettre": ("remettr", "remis", "remets remet remettons remettent"),
    "joindre": ("joindr", "joint", "joins joignons joignent"),
    "transmettre": ("transmettr", "transmis", "transmets transmet transmettons transmettent"),
    "soumettre": ("soumettr", "soumis", "soumets soumet soumettons soumettent"),
    "mettre": ("mettr", "mis", "mets met mettons mettent"),
    "prendre": ("prendr", "pris", "prends prend prenons prennent"),
    "reprendre": ("reprendr", "repris", "reprends reprend reprenons reprennent"),
    "résoudre": ("résoudr", "résolu", "résous résout résolvons résolvent"),
    "rendre": ("rendr", "rendu", "rends rend rendons rendent"),
    "venir": ("viendr", "venu", "viens vient venons viennent"),
    "intervenir": ("interviendr", "intervenu", "interviens intervient intervenons interviennent"),
    "parvenir": ("parviendr", "parvenu", "parvient parviennent"),
    "convenir": ("conviendr", "convenu", "convenons conviennent"),
    "déduire": ("déduir", "déduit", "déduis déduisons déduisent"),
    "prévoir": ("prévoir", "prévu", "prévoyons"),
    "inscrire": ("inscrir", "inscrit", "inscris inscrivons inscrivent"),
    "apparaître": ("apparaîtr", "apparu", "apparaît"),
    "partir": ("partir", "parti", "pars part partons partent"),
    "repartir": ("repartir", "reparti", "repars repart repartons repartent"),
    "faire": ("fer", "fait", "fais fait faisons font"),
    "suivre": ("suivr", "suivi", "suit suivons suivent"),
    "offrir": ("offrir", "offert", "offre offrons offrent"),
    "ouvrir": ("ouvrir", "ouvert", "ouvre ouvrons ouvrent"),
    "rouvrir": ("rouvrir", "rouvert", "rouvre rouvrons rouvrent"),
    "instruire": ("instruir", "instruit", "instruisons instruisent"),
    "émettre": ("émettr", "émis", "émets émet émettons émettent"),
    "retransmettre": ("retransmettr", "retransmis", "retransmets retransmettons"),
}
"""Stem of the future, participle, present forms of verbs that go their own way."""

IRREGULAR_ENGLISH = {
    "send": "sent", "resend": "resent", "find": "found", "pay": "paid", "repay": "repaid", "write": "written", "ring": "rung", "come": "come",
    "bring": "brought", "leave": "left", "do": "done", "make": "made", "take": "taken", "give": "given", "put": "put", "get": "gotten", "set": "set",
    "begin": "begun", "tell": "told", "show": "shown", "run": "run", "keep": "kept", "hold": "held", "reset": "reset", "meet": "met", "speak": "spoken",
    "let": "let", "go": "gone", "withdraw": "withdrawn", "ship": "shipped", "drop": "dropped", "flag": "flagged", "submit": "submitted",
    "fit": "fitted", "swap": "swapped", "transfer": "transferred", "refer": "referred", "quote": "quoted", "copy": "copied", "reply": "replied", "notify": "notified",
    "verify": "verified", "rectify": "rectified", "modify": "modified", "apply": "applied", "study": "studied", "supply": "supplied", "cancel": "cancelled",
}  # fmt: skip
