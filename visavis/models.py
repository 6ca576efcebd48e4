"""Every model, where Django looks for them; each stands in the folder of its station."""

from visavis.attention.models import Taken, WaitingClient
from visavis.clients.models import (
    Client,
    ClientAlias,
    ClientCard,
    Counter,
    Decision,
    DetailsSeen,
    Link,
    SearchTerm,
    TimelineItem,
)
from visavis.house.models import Change, Invitation, SignInAttempt, User, Visit
from visavis.promises.models import Case, ProposedPromise
from visavis.questions.models import Forecast, Reveal
from visavis.running.models import Document, Run
from visavis.sources.models import Drop, DroppedFile, ProposedSource, Secret, StaffPseudonym
from visavis.voices.models import Voice
from visavis.work.models import Job

__all__ = [
    "Case",
    "Change",
    "Client",
    "ClientAlias",
    "ClientCard",
    "Counter",
    "Decision",
    "DetailsSeen",
    "Document",
    "Drop",
    "DroppedFile",
    "Forecast",
    "Invitation",
    "Job",
    "Link",
    "ProposedPromise",
    "ProposedSource",
    "Reveal",
    "Run",
    "SearchTerm",
    "Secret",
    "SignInAttempt",
    "StaffPseudonym",
    "Taken",
    "TimelineItem",
    "User",
    "Visit",
    "Voice",
    "WaitingClient",
]
