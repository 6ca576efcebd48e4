"""Every model, where Django looks for them; each stands in the folder of its station."""

from visavis.attention.models import Taken, WaitingClient
from visavis.change.models import Action, ActionStop, ActionVersion
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
from visavis.house.models import (
    ApiKey,
    Change,
    Invitation,
    Remit,
    Service,
    SignInAttempt,
    Team,
    TeamMember,
    User,
    Visit,
)
from visavis.promises.models import (
    Case,
    Commitment,
    NoCommitment,
    ProposedCommitment,
    ProposedPromise,
    StaffClaim,
)
from visavis.questions.models import AnswerForecast, Forecast, Reveal
from visavis.running.models import Document, Run
from visavis.sources.models import Drop, DroppedFile, ProposedSource, Secret, StaffPseudonym
from visavis.voices.models import Correction, HeadChoice, Heard, LearntHead, Rerouting, Seen, TopicDecision, Voice
from visavis.work.models import Job

__all__ = [
    "Action",
    "ActionStop",
    "ActionVersion",
    "AnswerForecast",
    "ApiKey",
    "Case",
    "Change",
    "Client",
    "ClientAlias",
    "ClientCard",
    "Commitment",
    "Correction",
    "Counter",
    "Decision",
    "DetailsSeen",
    "Document",
    "Drop",
    "DroppedFile",
    "Forecast",
    "HeadChoice",
    "Heard",
    "Invitation",
    "Job",
    "LearntHead",
    "Link",
    "NoCommitment",
    "ProposedCommitment",
    "ProposedPromise",
    "ProposedSource",
    "Remit",
    "Rerouting",
    "Reveal",
    "Run",
    "SearchTerm",
    "Secret",
    "Seen",
    "Service",
    "SignInAttempt",
    "StaffClaim",
    "StaffPseudonym",
    "Taken",
    "Team",
    "TeamMember",
    "TimelineItem",
    "TopicDecision",
    "User",
    "Visit",
    "Voice",
    "WaitingClient",
]
