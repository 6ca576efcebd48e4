"""Every text of a client as one table, with what was planted in it: reviews, surveys, the form of the site, mails."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, texts
from visavis.demo.days import NEVER
from visavis.demo.operator.mailing import message_key, thread_rows
from visavis.demo.operator.tickets import FORM
from visavis.demo.operator.world import World


@dataclass(frozen=True, slots=True)
class Spoken:
    """One row per text."""

    source: Texts
    table: Texts
    key: Texts
    situation: Numbers
    team: Numbers
    """The team that is thanked, or -1."""
    at: Numbers
    english: Flags


def spoken(world: World) -> Spoken:
    """All that clients wrote, silence left out."""
    parts = [_scores("avis", world), _scores("enquetes", world), *_forms(world), *_mails(world)]
    return Spoken(*(np.concatenate([getattr(part, name) for part in parts]) for name in Spoken.__dataclass_fields__))


def _of(
    world: World, source: str, table: str, key: Texts, situation: Numbers, team: Numbers, at: Numbers, client: Numbers
) -> Spoken:
    n = len(key)
    english = world.happened.clients.english[client]
    return Spoken(texts([source] * n), texts([table] * n), key, situation, team, at, english)


def _scores(source: str, world: World) -> Spoken:
    voices = world.reviews if source == "avis" else world.surveys
    rows = np.flatnonzero(voices.text != "")
    told = voices.told.rows(rows)
    return _of(world, source, "ratings", voices.key[rows], told.situation, told.team, voices.at[rows], told.client)


def _forms(world: World) -> list[Spoken]:
    written = world.written
    form = world.tickets.channel[written.ticket] == FORM
    parts = []
    for turn, at, situation, team in (
        ("-1", written.asked_at, written.told.situation, np.full(len(written), -1)),
        ("-3", written.again_at, written.again_situation, written.again_team),
    ):
        rows = np.flatnonzero(form & (at < NEVER))
        key = np.asarray("M" + world.tickets.key[written.ticket[rows]] + turn, dtype=object)
        client = written.told.client[rows]
        parts.append(_of(world, "messages-site", "exchanges", key, situation[rows], team[rows], at[rows], client))
    return parts


def _mails(world: World) -> list[Spoken]:
    written, mail, parts = world.written, world.mail, []
    for turn, chosen, at, _ in thread_rows(mail, written):
        if turn % 2:
            continue
        rows = mail.rows[chosen]
        key = message_key(world.tickets.key[written.ticket[rows]], turn, mail.address[chosen])
        situation = written.told.situation[rows] if turn == 0 else written.again_situation[rows]
        team = np.full(len(rows), -1) if turn == 0 else written.again_team[rows]
        parts.append(_of(world, "courriels", "exchanges", key, situation, team, at, written.told.client[rows]))
    return parts
