"""What becomes of what clients say."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "voices",
        Words(fr="Du message au client qui confirme", en="From heard to confirmed"),
        Words(
            fr="Sur les messages des clients, combien ont été lus, sont parvenus à une équipe en mesure d’agir, ont reçu une suite, ont été réglés, et combien de clients l’ont su puis confirmé ; où les autres se perdent, et par combien d’équipes ils passent.",
            en="Of clients’ messages, how many were read, reached a team able to act, were given a follow-up, were settled, and of how many the client was told, then confirmed; where the others are lost, and through how many teams they go.",
        ),
        "a voice stands at the furthest of heard, read, reached, decided, done, told, felt that a fact within 30 days tells of; share = n at the stage or beyond / n heard (Wilson 95 %); loss = n that stand there for a reason / n at the stage; told: an answer at most a day before it was done, or later; time to the team able to act: Kaplan–Meier, restricted mean ∫₀³⁰ᵈ S(t)dt",
        Words(
            fr="Ce qui n’est pas noté manque : un coup de fil, une lecture sans clic. Là où une équipe a agi, l’orientation en tient compte : « la bonne équipe » n’est donc pas toujours un jugement indépendant. Plusieurs messages d’une même conversation comptent chacun, et partagent leur sort : la fourchette est alors un peu trop étroite. Une suite décidée est tout fait postérieur sur le même dossier, même anodin.",
            en="What is not recorded is missing: a phone call, a reading without a click. Where a team acted, routing heeds it: “the right team” is therefore not always an independent judgement. Several messages of one conversation count each, and share their fate: the interval is then somewhat too narrow. A follow-up is any later fact on the same case, even a trifling one.",
        ),
        Words(
            fr="Des messages ou des notes avec leurs mots et leur jour ; les réponses (même conversation), ou le dossier dont ils parlent et ce qui s’y est passé ; « Vu » et les réorientations dans Visavis.",
            en="Messages or ratings with their words and their day; the answers (same conversation), or the case they are about and what happened to it; “Seen” and re-routing in Visavis.",
        ),
        Words(
            fr="Rien des messages de moins de 30 jours, de ceux qui ne font que remercier, ni de ceux dont aucun fait ne pourrait dire la suite : ils sont comptés à part. Un accusé de réception automatique n’est ni une lecture ni une réponse. Rien n’est « confirmé » sans que le client le dise. Rien sur une équipe de moins de cinq personnes, rien sur qui a lu.",
            en="Nothing of messages younger than 30 days, of those that only thank, or of those of which no fact could tell what follows: they are counted apart. An automatic acknowledgement is neither a reading nor an answer. Nothing is “confirmed” unless the client says so. Nothing about a team of fewer than five, nothing about who read.",
        ),
    ),
)
