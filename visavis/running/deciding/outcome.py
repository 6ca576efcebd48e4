"""What a decision came to, for whoever made it."""

from typing import TYPE_CHECKING

from visavis.running.deciding.effects import effects_of, records_of, standing

if TYPE_CHECKING:
    from visavis.clients.models import Decision


def clients_of(decision: "Decision") -> dict[str, int]:
    """The clients that `decision` is about, by the ids that they have now, the oldest first, and how many records each has."""
    from visavis.clients.models import public_id

    told = decision.payload
    numbers = effects_of(decision).numbers | {told[name] for name in ("client", "other") if name in told}
    return {public_id(number): len(records_of(number)) for number in sorted(set(map(standing, numbers)))}
