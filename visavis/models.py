"""Every model, where Django looks for them; each stands in the folder of its station."""

from visavis.clients.models import Client, ClientAlias, Counter, Decision, Link
from visavis.running.models import Run
from visavis.sources.models import Secret, StaffPseudonym

__all__ = ["Client", "ClientAlias", "Counter", "Decision", "Link", "Run", "Secret", "StaffPseudonym"]
