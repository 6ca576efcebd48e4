"""What became of a voice, in words: how far it came, and why no further."""

from visavis.engine.measuring.voices import LOST, stood
from visavis.mistakes import Words

STAGES: dict[str, Words] = {
    "heard": Words(fr="entendu", en="heard"),
    "read": Words(fr="lu", en="read"),
    "reached": Words(fr="parvenu à l’équipe en mesure d’agir", en="reached the team able to act"),
    "decided": Words(fr="suite décidée", en="something decided"),
    "done": Words(fr="fait", en="done"),
    "told": Words(fr="client informé", en="client told"),
    "felt": Words(fr="confirmé par le client", en="confirmed by the client"),
}
"""Stages, in order."""

WHY: dict[str, Words] = {
    "heard-unsure": Words(fr="jamais lu, à orienter", en="never read, no team is sure"),
    "heard-unread": Words(fr="orienté, jamais lu", en="routed, never read"),
    "read-unsure": Words(fr="lu, aucune équipe sûre", en="read, no team is sure"),
    "read-unnamed": Words(fr="lu, équipe non notée", en="read, team not recorded"),
    "read-elsewhere": Words(fr="lu par une autre équipe", en="read by another team"),
    "reached-silent": Words(fr="vu par la bonne équipe, resté là", en="seen by the right team, left there"),
    "reached-answered": Words(fr="répondu, rien de décidé", en="answered, nothing decided"),
    "decided-undone": Words(fr="suite décidée, pas faite", en="something decided, not done"),
    "done-untold": Words(fr="fait, client pas informé", en="done, client not told"),
    "told-silent": Words(fr="client informé, sans confirmation", en="client told, not confirmed"),
    "told-unhappy": Words(fr="client informé, mécontent", en="client told, unhappy"),
    "felt": Words(fr="confirmé par le client", en="confirmed by the client"),
}
"""By what `Voice.fate` holds, in the order in which voices are lost; the last one came to the end."""

FATES = (*(stood(*each) for each in LOST), "felt")
