"""People who use Visavis, and the one-time links that let them in."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from visavis.vocabulary import Role


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, name: str, role: Role, password: str | None = None, **more: Any) -> "User":
        """A user who may sign in with `password`; without one, with a one-time link only."""
        user = self.model(email=self.normalize_email(email).lower(), name=name.strip(), role=role, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person of the company who signs in."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=[(str(role), str(role)) for role in Role])
    language = models.CharField(max_length=2, blank=True, default="", help_text="fr or en; empty: the home's")
    theme = models.CharField(max_length=5, blank=True, default="", help_text="light or dark; empty: the system's")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, help_text="when an administrator closed the account")

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        app_label = "visavis"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may still sign in."""
        return self.left_at is None


def new_token() -> str:
    """A token that nobody can guess, for a link."""
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """A one-time link: whoever opens it first, before it lapses, becomes a user of that role. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    role = models.CharField(max_length=20)
    email = models.EmailField(blank=True, default="", help_text="whom it is for; empty: whoever holds it")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "visavis"


class Change(models.Model):
    """Somebody changed what a person may do, or a file that people write. Written with the change, and kept."""

    class What(models.TextChoices):
        ROLE = "role"
        CLOSED = "closed"
        REOPENED = "reopened"
        FILE = "file"

    what = models.CharField(max_length=20, choices=What.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="who changed it")
    changed_at = models.DateTimeField(auto_now_add=True)
    about = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="whose account")
    before = models.CharField(max_length=20, default="", help_text="the role before")
    after = models.CharField(max_length=20, default="", help_text="the role since")
    file = models.CharField(max_length=300, default="", help_text="relative to the home")
    version = models.CharField(max_length=300, default="", help_text="the former version that it replaced; empty: none")

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("about", "id"), name="changes_of_account"),
            models.Index(fields=("version",), name="change_of_version"),
        )


class SignInAttempt(models.Model):
    """A sign-in that failed; counted to slow down guessing, and purged after a day."""

    about = models.CharField(max_length=64, help_text="keyed hash of address or network address", db_index=True)
    tried_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"


class Visit(models.Model):
    """How far one person is with the guided visit of a demonstration: the stop reached last, and the page shown for it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    stop = models.CharField(max_length=20)
    place = models.CharField(max_length=300, help_text="address of the page, without its query")
    begun_at = models.DateTimeField(auto_now_add=True)
    reached_at = models.DateTimeField(auto_now=True)
    left_at = models.DateTimeField(null=True, help_text="when this person put the visit aside, or came to its end")
    ended_at = models.DateTimeField(null=True, help_text="when this person first came to its end")

    class Meta:
        app_label = "visavis"


class ApiKey(models.Model):
    """A key by which programs act for the person who made it. Only its digest is kept; it ends when withdrawn."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key")
    name = models.CharField(max_length=100, help_text="what it is for, in its owner's words")
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"


class Team(models.Model):
    """A team that voices may be carried to. Its name is that of the `team` columns in facts."""

    name = models.CharField(max_length=200, unique=True)
    words = models.JSONField(default=list, help_text="how clients call it, beside its name")
    function = models.CharField(max_length=100, default="", help_text="what it is there for, in a word: sales, billing")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: teams.yaml"
    )
    ended_at = models.DateTimeField(
        null=True, help_text="when it was taken out of the list; nothing is carried to it since"
    )

    class Meta:
        app_label = "visavis"


class TeamMember(models.Model):
    """Somebody belongs to a team, from one moment to another. Written by people."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    since = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "team"), name="once_a_member", condition=models.Q(left_at__isnull=True)
            ),
        )


class Remit(models.Model):
    """What a team is able to act on: a theme, a step of the journey, or events of one kind. Confirmed by a person."""

    class Kind(models.TextChoices):
        THEME = "theme"
        STEP = "step"
        OBJECT = "object"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="remits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=300, help_text="code of the theme or step; `source/type` of the events")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: teams.yaml"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "visavis"
        constraints = (
            models.UniqueConstraint(
                fields=("team", "kind", "value"), name="one_remit", condition=models.Q(ended_at__isnull=True)
            ),
        )


class Service(models.Model):
    """A team serves another, or the clients, in something. Written by people, or taken from a file that they gave."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="services")
    served = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, related_name="served_by", help_text="null: the clients"
    )
    what = models.CharField(max_length=200, default="", help_text="in what: prepares, delivers, answers")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: a file")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: a file")

    class Meta:
        app_label = "visavis"
        constraints = (
            models.UniqueConstraint(
                fields=("team", "served", "what"),
                name="one_service",
                condition=models.Q(ended_at__isnull=True, served__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("team", "what"),
                name="one_service_to_clients",
                condition=models.Q(ended_at__isnull=True, served__isnull=True),
            ),
        )
