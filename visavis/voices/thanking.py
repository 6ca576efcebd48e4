"""Whom thanks are for: teams named in a client's words, back office included, and a colleague named by name."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from visavis.engine.reading.texts import fold

_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("logisti|entrepot|warehouse", "livreu(r|se)s?|transporteurs?|coursiers?|magasiniers?|preparateurs?|couriers?|delivery (man|woman|team|driver)s?|(delivery|van|lorry) drivers?", "logistique|entrepot|livraison|colis|stock|reserve|logistics|warehouse|deliveries|parcels|stock ?room"),
    ("expedition|shipping|dispatch", "emballeurs?|expediteurs?|packers?", "expeditions?|emballage|quai|envois?|shipping|dispatch|packing"),
    ("factur|compta|billing|invoic|accounts receiv|finance", "comptables?|facturieres?|facturiste|accountants?", "factur(ation|e|es)|compta(bilite)?|billing|invoic(es|ing)|accounts|finance"),
    ("recouvre|collect|credit control", "", "recouvrement|relances?|impayes|echeanciers?|collections?|debt|arrears"),
    ("intervention|field|technicien|installat", "technicien[a-z]{0,3}|installateurs?|poseurs?|monteurs?|technicians?|installers?|fitters?", "interventions?|installations?|field"),
    ("assistance|support|help ?desk|hotline", "hotliners?|depanneurs?|support engineers?", "assistance( technique)?|support( technique)?|hotline|depannage|technical support|help ?desk|hot line"),
    ("planifi|planning|schedul|ordonnan", "planificat(eur|rice)s?|planners?|schedulers?", "planification|plannings?|rendez vous|tournees|agenda|planning|scheduling|appointments|rota"),
    ("reseau|network", "", "reseaux?|tranchees?|networks?|trench(es)?"),
    ("informati(que|cs)|computing|^it$|\\bit\\b|systeme", "informaticien(ne)?s?|developpeu(r|se)s?|programmers?", "informatique|systemes?|serveurs?|computers?|it|systems?"),
    ("site|application|\\bweb\\b|numerique|digital", "webm[ae]sters?", "site|appli(cation)?|web|website|app|online"),
    ("^commandes?$|order (desk|entry)|saisie|administration des ventes|\\badv\\b|sales admin", "", "commandes?|adv|administration des ventes|orders?|order (desk|entry)|sales admin(istration)?"),
    ("boutique|magasin(?! pieces)|shop|store", "vendeu(r|se)s?|sales(man|woman|person)", "boutique|magasin|shop|store"),
    ("service client|clientele|customer (service|care)|relation client", "teleconseill(er|ere)s?|teleoperat(eur|rice)s?", "service client(s|ele)?|standard|telephone|tel|centre d appels?|accueil telephonique|customer (service|care|support)|call cent(er|re)|switchboard|phone"),
    ("entreprises|key account|professionnels|business account", "charges? de (compte|clientele)|account managers?", "(service |comptes )?entreprises|comptes? professionnels?|business( team| accounts?)?|key accounts?"),
    ("charges d affaires|commerci|sales", "charges? d affaires|technico commercia(l|ux|le)s?|commercia(l|ux|le)s?|sales (rep|engineer)s?", "commerce|ventes|sales"),
    ("devis|quot|chiffrage", "chiffreurs?|estimators?", "devis|chiffrages?|quotes?|quotations?|estimating"),
    ("etudes|design office|engineering", "projeteurs?|dessinateurs?|design engineers?|draughts(man|men)", "(bureau d )?etudes|bureau technique|design( office)?|engineering"),
    ("fabricat|atelier|production|assembl|manufact", "monteurs?|soudeurs?|fitters?|welders?", "fabrication|ateliers?|production|montage|usine|workshop|assembly|factory|shop floor"),
    ("qualite|quality", "qualiticien(ne)?s?|contr[oô]leu(r|se)s?|inspectors?", "(controle )?qualite|controle|essais?|banc d essais?|quality( control)?|test bench|testing"),
    ("pieces|spare|parts", "magasiniers?|store ?keepers?", "(magasin )?pieces( detachees)?|magasin|spare parts|parts( store)?|spares"),
    ("juridi|legal", "juristes?|lawyers?", "juridique|legal"),
    ("achats|purchas|procurement", "acheteu(r|se)s?|buyers?", "achats|purchasing|procurement"),
)  # fmt: skip
"""By what a team's name holds: who works there (said alone, they name the team), and what it works at (names the team only
beside a word for people: `l’équipe réseau`, `les gens de l’entrepôt`, `merci à la logistique`)."""

_PEOPLE = (
    "(equipes?|services?|personnels?|gens|personnes?|collegues?|dames?|messieurs|monsieur|femmes?|hommes?|garcons?|filles?|"
    "jeunes?|ceux|celles|celui|celle|cellule|departement|pole|team|people|staff|colleagues?|lady|ladies|guys?|gentlem[ae]n|"
    "folks|those|department|desk|crew)"
)
_LINK = "( (de|du|des|d|l|la|le|les|a|au|aux|qui|etaient|sont|dans|chez|votre|vos|of|in|at|from|the|your|on|who|were|whole|entiere?))*"
_TO = (
    "((merci|mercis|mci|bravo|chapeau|remerciez|remercier|remerciements|felicitations|gratitude va|reconnaissance|felicitez|"
    "dites merci|thanks|thank you|kudos|hats off|well done|credit|grateful|shout out)( (beaucoup|encore|infiniment|mille fois|pour moi|"
    "de ma part|aussi|also|again|so much|very much))*( (a|au|aux|to))|(transmettez|dites)( (le|bien|leur|surtout))* (a|au|aux)|tell)"
)
_DETERMINER = "( (la|le|les|l|vos|votre|your|the|toute|tout|all|of))*"
_THINGS = re.compile(
    "^(commandes?|reseaux?|site.*|boutiques?|devis|pieces?|orders?|network|shops?|quotes?|parts|installations?|ventes)$"
)
"""Names of teams that clients say of what they bought or use, too: said with an article alone, they name nobody."""
_ARTICLE = "(la|le|l|les|vos|votre|au|aux|a la|de l|the|your)"
_BEHIND = re.compile(r"\b(derriere|behind) (le|la|les|l|vos|votre|the|your) [a-z]+")
"""Whom those who are thanked stand behind: `derrière le technicien, il y a des gens`."""
_NO_WORDS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=64)
def _namers(teams: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    found = []
    for name, words in teams:
        folded = _bare(name)
        alone = [re.escape(_bare(each)) for each in words if _bare(each)]
        beside = [re.escape(folded)] if folded else []
        for holds, people, at in _FAMILIES:
            if re.search(holds, folded):
                alone += [people] if people else []
                beside.append(at)
        if folded and not _THINGS.match(folded):
            alone.append(rf"{_ARTICLE} {re.escape(folded)}")
        joined = "|".join(beside)
        patterns = [rf"\b({'|'.join(alone)})\b"] if alone else []
        if beside:
            patterns.append(rf"\b({_PEOPLE}{_LINK}|{_TO}{_DETERMINER}( {_PEOPLE}{_LINK})?) ({joined})\b")
            patterns.append(
                rf"\b(the|your|our|l|vos|votre|la|notre) ({joined}) (team|department|people|staff|desk|guys|crew|lady|ladies)\b"
            )
        if patterns:
            thanked = rf"\b{_TO}{_DETERMINER}( {_PEOPLE}{_LINK})? ({'|'.join((*alone, *beside))})\b"
            found.append((name, re.compile("|".join(patterns)), re.compile(thanked)))
    return tuple(found)


def teams_named(text: str, teams: Iterable[tuple[str, Sequence[str]]], *, directly: bool = False) -> list[str]:
    """Names of `teams` (each with how clients call it) that the words name, in order.

    `directly`: only those to whom thanks are said there and then: `merci aux techniciens`, and not `le vendeur … bravo`.
    """
    known = _namers(tuple((name, tuple(words)) for name, words in teams))
    bare = _BEHIND.sub(" ", _bare(text))
    return [name for name, named, thanked in known if (thanked if directly else named).search(bare)]


def is_named(person: str, text: str) -> bool:
    """Whether a text names a person of that full name: given and family name, or a title before the family name.

    A given name alone names nobody: several may bear it, and clients sign with theirs.
    """
    parts = _bare(person).split()
    if len(parts) < 2:
        return False
    given, family = re.escape(parts[0]), re.escape(" ".join(parts[1:]))
    bare = _bare(text)
    title = "(m|mr|mme|mlle|mrs|ms|miss|monsieur|madame|mademoiselle)"
    return bool(re.search(rf"\b({given} {family}|{family} {given}|{title} {family}|{given[0]} {family})\b", bare))


def _bare(text: str) -> str:
    return _NO_WORDS.sub(" ", fold(text[:4000])).strip()


def spread(named: Sequence[str]) -> str | None:
    """Names as a column holds them: each between line breaks, so that a search finds one whole."""
    return "\n" + "\n".join(named) + "\n" if named else None


def gathered(column: str) -> list[str]:
    """Names out of such a column."""
    return [each for each in column.split("\n") if each]
