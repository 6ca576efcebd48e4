"""The workspace: people, jobs, what publishing writes for pages, what people decide."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import visavis.clients.models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies: ClassVar = [
        ("visavis", "0001_clients_links_runs"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("employee", "employee"),
                            ("lead", "lead"),
                            ("sponsor", "sponsor"),
                            ("analyst", "analyst"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "language",
                    models.CharField(blank=True, default="", help_text="fr or en; empty: the home's", max_length=2),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True, default="", help_text="light or dark; empty: the system's", max_length=5
                    ),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("left_at", models.DateTimeField(help_text="when an administrator closed the account", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("run", models.CharField(max_length=40)),
                ("body", models.JSONField()),
                ("written_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProposedPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("position", models.IntegerField()),
                ("written", models.JSONField(help_text="the promise as it would be written")),
                ("why", models.JSONField(help_text="{fr, en}")),
                ("cases", models.BigIntegerField()),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "adopted_as",
                    models.CharField(
                        default="", help_text="the promise that it became; empty: not yet", max_length=100
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        db_index=True, help_text="keyed hash of address or network address", max_length=64
                    ),
                ),
                ("tried_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="run",
            name="decided",
            field=models.BigIntegerField(
                default=0, help_text="the last decision about identities that its plan knows of"
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="published",
            field=models.CharField(
                help_text="folder of what the computed tables hold after it, relative to the lake; null: not planned; empty: not known",
                max_length=200,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="plan",
            field=models.CharField(help_text="folder of the plan, relative to the lake", max_length=200),
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("promise", models.CharField(max_length=100)),
                ("client", models.BigIntegerField(null=True)),
                ("item", models.UUIDField(help_text="the fact on the timeline", null=True)),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("on_day", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.CharField(default="", max_length=60)),
                ("n", models.BigIntegerField(default=1)),
                (
                    "internal",
                    models.BooleanField(
                        default=False, help_text="promised between teams: no client was promised anything"
                    ),
                ),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["promise", "outcome", "-on_day", "id"], name="cases_of_promise"),
                    models.Index(fields=["client", "-on_day"], name="cases_of_client"),
                    models.Index(
                        condition=models.Q(("vanished_run", None)),
                        fields=["outcome", "due_on", "id"],
                        name="cases_to_come",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientCard",
            fields=[
                ("client", models.BigIntegerField(help_text="number of the client", primary_key=True, serialize=False)),
                (
                    "name",
                    models.TextField(default="", help_text="as the most complete record writes it; empty: nameless"),
                ),
                ("kind", models.CharField(default="", max_length=20)),
                ("company", models.TextField(default="")),
                ("city", models.TextField(default="")),
                ("records", models.IntegerField(default=0)),
                ("sources", models.IntegerField(default=0)),
                ("facts", models.IntegerField(default=0)),
                ("voices", models.IntegerField(default=0)),
                ("first_on", models.DateField(null=True)),
                ("last_on", models.DateField(null=True)),
                ("waiting_since", models.DateField(null=True)),
                ("kept", models.IntegerField(default=0, help_text="cases of promises kept")),
                ("missed", models.IntegerField(default=0, help_text="cases of promises missed")),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("vanished_run", None)), fields=["last_on", "client"], name="card_by_last"
                    ),
                    models.Index(
                        condition=models.Q(("vanished_run", None), ("waiting_since__isnull", False)),
                        fields=["waiting_since", "client"],
                        name="card_by_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DetailsSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client", models.BigIntegerField(db_index=True)),
                ("purpose", models.CharField(max_length=20)),
                ("seen_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Drop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dropped_at", models.DateTimeField(auto_now_add=True)),
                ("looking", models.UUIDField(help_text="the job that looks at the files", null=True)),
                ("looked_at", models.DateTimeField(help_text="when the proposals stood ready", null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("reading", models.UUIDField(help_text="the job that reads the accepted sources", null=True)),
                ("promised_at", models.DateTimeField(help_text="when the promises to hold were chosen", null=True)),
                (
                    "revealing",
                    models.UUIDField(help_text="the job that runs everything, whose end is the mirror", null=True),
                ),
                ("discarded_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DroppedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="as the person's machine called it", max_length=255)),
                ("path", models.CharField(help_text="relative to the home", max_length=1000)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("refused", models.JSONField(help_text="{what: {fr, en}, remedy: {fr, en}}", null=True)),
                (
                    "drop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="visavis.drop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(help_text="SHA-256 of the token", max_length=64, unique=True)),
                ("role", models.CharField(max_length=20)),
                (
                    "email",
                    models.EmailField(
                        blank=True, default="", help_text="whom it is for; empty: whoever holds it", max_length=254
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "client", "term", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("client", models.BigIntegerField()),
                ("term", visavis.clients.models.BytewiseField(max_length=100)),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("vanished_run", None)), fields=["term", "client"], name="term_of_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client", models.BigIntegerField(db_index=True)),
                ("taken_at", models.DateTimeField(auto_now_add=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TimelineItem",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("client", models.BigIntegerField()),
                (
                    "ref",
                    models.TextField(help_text="the client_ref of the fact, by which it moves when a client is parted"),
                ),
                ("moment", models.DateTimeField(help_text="UTC; the start of the day where only the day is known")),
                ("occurred_at", models.DateTimeField(null=True)),
                ("occurred_on", models.DateField(null=True)),
                ("fact", models.CharField(help_text="exchanges, events or ratings", max_length=10)),
                ("type", models.TextField(default="", help_text="type of the event, instrument of the rating")),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("about", models.TextField(default="")),
                ("thread", models.TextField(default="", help_text="the conversation of an exchange")),
                ("direction", models.CharField(default="", max_length=10)),
                ("channel", models.CharField(default="", max_length=20)),
                ("status", models.TextField(default="")),
                ("due_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("score", models.FloatField(null=True)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("subject", models.TextField(default="")),
                ("text", models.TextField(default="", help_text="what we said; what clients said stands in Voice")),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["client", "-moment"], name="timeline_of_client")],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("client", models.BigIntegerField(null=True)),
                ("moment", models.DateTimeField(help_text="UTC; the start of the day where only the day is known")),
                ("occurred_on", models.DateField(null=True)),
                ("source", models.TextField()),
                ("channel", models.CharField(default="", max_length=20)),
                ("text", models.TextField()),
                ("language", models.CharField(default="", max_length=2)),
                ("sentiment", models.CharField(default="", help_text="empty: the reader abstains", max_length=10)),
                ("theme", models.CharField(default="", help_text="empty: the reader abstains", max_length=20)),
                ("thanks", models.BooleanField(default=False)),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["client", "-moment"], name="voices_of_client"),
                    models.Index(
                        condition=models.Q(("thanks", True), ("vanished_run", None)),
                        fields=["moment", "id"],
                        name="thanks_by_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingClient",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("client", models.BigIntegerField()),
                ("why", models.CharField(help_text="unanswered or undone", max_length=20)),
                ("since", models.DateField()),
                ("item", models.UUIDField(help_text="the fact on the timeline", null=True)),
                ("promise", models.CharField(default="", max_length=100)),
                ("vanished_run", models.CharField(max_length=40, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("vanished_run", None)), fields=["since", "id"], name="waiting_longest"
                    ),
                    models.Index(fields=["client"], name="waiting_of_client"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promise", models.CharField(max_length=100)),
                (
                    "value",
                    models.FloatField(
                        help_text="the kept rate that is expected, 0 to 1; null: chose not to say", null=True
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
                ("nonce", models.CharField(max_length=64)),
                ("seal", models.CharField(help_text="SHA-256 of who, promise, value, moment and nonce", max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "promise"), name="one_forecast_each")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("task", models.CharField(help_text="dotted path of the task", max_length=200)),
                ("queue", models.CharField(default="default", max_length=40)),
                ("priority", models.IntegerField(default=0)),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                (
                    "once",
                    models.CharField(
                        default="",
                        help_text="digest of task and arguments, where two that wait are one; else empty",
                        max_length=64,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("most_attempts", models.IntegerField(default=3)),
                ("worker", models.CharField(default="", max_length=120)),
                ("fence", models.BigIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("last_attempted_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("succeeded", models.BooleanField(null=True)),
                ("result", models.JSONField(null=True)),
                (
                    "errors",
                    models.JSONField(
                        default=list, help_text="per failed attempt: {at, worker, class, what: {fr, en}, remedy, trace}"
                    ),
                ),
                ("doing_fr", models.TextField(default="")),
                ("doing_en", models.TextField(default="")),
                ("share", models.FloatField(help_text="how much is done, 0 to 1", null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["-priority", "asked_at"], name="jobs_to_do"
                    ),
                    models.Index(fields=["task", "-asked_at"], name="jobs_of_task"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("finished_at", None), ("started_at", None), models.Q(("once", ""), _negated=True)
                        ),
                        fields=("once",),
                        name="jobs_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("name", models.CharField(max_length=60)),
                ("yaml", models.TextField()),
                ("shown", models.JSONField(help_text="facts, columns, sample rows, reasons, notes, questions")),
                (
                    "drop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="visavis.drop"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("drop", "position"), name="proposals_in_order")],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promise", models.CharField(max_length=100)),
                ("shown_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "promise"), name="one_reveal_each")],
            },
        ),
    ]
