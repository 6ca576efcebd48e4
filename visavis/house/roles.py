"""What each role is called and what it may do, as people read it."""

from visavis.mistakes import Words
from visavis.vocabulary import FRENCH, Role

NAMES: dict[Role, Words] = {role: Words(fr=FRENCH[role], en=str(role)) for role in Role}

DUTIES: dict[Role, Words] = {
    Role.EMPLOYEE: Words(fr="voit clients, promesses et miroir", en="sees clients, promises and the mirror"),
    Role.LEAD: Words(
        fr="voit clients, promesses et miroir, et anime une équipe",
        en="sees clients, promises and the mirror, and leads a team",
    ),
    Role.SPONSOR: Words(
        fr="voit clients, promesses et miroir, et répond des promesses de l’entreprise",
        en="sees clients, promises and the mirror, and answers for the company’s promises",
    ),
    Role.ANALYST: Words(
        fr="apporte aussi des fichiers, lance les calculs et voit les lignes écartées",
        en="also brings files in, starts runs and sees rejected rows",
    ),
    Role.ADMINISTRATOR: Words(
        fr="invite aussi des personnes et ferme des comptes", en="also invites people and closes accounts"
    ),
}
