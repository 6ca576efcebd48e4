"""What voices say in depth, whom they are carried to, what we promised in our answers."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies: ClassVar = [
        ("visavis", "0006_guided_visit"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(help_text="SHA-256 of the key", max_length=64, unique=True)),
                ("name", models.CharField(help_text="what it is for, in its owner's words", max_length=100)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.UUIDField(help_text="that of the proposal", primary_key=True, serialize=False)),
                ("item", models.UUIDField(db_index=True, help_text="the reply, as a fact on the timeline")),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("about", models.TextField(default="")),
                ("client_ref", models.TextField()),
                ("team", models.TextField(default="")),
                ("words", models.TextField()),
                (
                    "personal",
                    models.TextField(
                        default="", help_text="where personal data stands in the words: JSON [[begin, length, kind], …]"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=20)),
                ("act", models.CharField(max_length=20)),
                ("said_at", models.DateTimeField(null=True)),
                ("said_on", models.DateField()),
                ("zone", models.CharField(default="UTC", max_length=60)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(help_text="null: no day was named", null=True)),
                ("confirmed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("kept", "Kept"), ("missed", "Missed")],
                        default="",
                        help_text="empty: nobody said",
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField(null=True)),
                ("evidence", models.UUIDField(help_text="the fact that shows it", null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voice", models.UUIDField()),
                (
                    "text_md5",
                    models.CharField(
                        help_text="of the text that was read: another text is another question", max_length=32
                    ),
                ),
                ("question", models.CharField(help_text="sentiment, theme, step, or a mark", max_length=20)),
                ("answer", models.CharField(help_text="of a mark: yes or no", max_length=20)),
                (
                    "was",
                    models.CharField(default="", help_text="what was read; empty: the reader abstained", max_length=20),
                ),
                ("model", models.CharField(default="", help_text="the reader whose answer it was", max_length=300)),
                (
                    "slice",
                    models.CharField(
                        choices=[("spread", "Spread"), ("unsure", "Unsure"), ("audit", "Audit")],
                        default="",
                        help_text="why it was asked; empty: corrected on a page",
                        max_length=10,
                    ),
                ),
                ("corrected_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HeadChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=20)),
                ("version", models.CharField(default="", help_text="empty: the shipped head", max_length=40)),
                (
                    "rolled_back",
                    models.BooleanField(default=False, help_text="a person went back, whatever was measured"),
                ),
                ("chosen_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        help_text="that of the voice and of the fact on the timeline", primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("team", models.CharField(default="", help_text="the team of whoever heard it, then", max_length=200)),
                ("client", models.BigIntegerField(help_text="null: somebody unknown", null=True)),
                ("words", models.TextField()),
                ("channel", models.CharField(max_length=20)),
                ("heard_at", models.DateTimeField()),
                ("about", models.TextField(default="", help_text="the event it is about, as `source/key`")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LearntHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=20)),
                ("version", models.CharField(max_length=40)),
                ("labels", models.IntegerField(help_text="texts it was learnt from")),
                ("figures", models.JSONField(help_text="what was measured on labels held out; no text")),
                ("learnt_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="NoCommitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposal", models.UUIDField(db_index=True)),
                ("canned", models.CharField(max_length=32)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProposedCommitment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("item", models.UUIDField(help_text="the reply, as a fact on the timeline")),
                ("source", models.TextField()),
                ("key", models.TextField()),
                ("about", models.TextField(default="")),
                ("client_ref", models.TextField(default="")),
                (
                    "staff",
                    models.CharField(
                        default="", help_text="pseudonym of the author; empty: a shared mailbox", max_length=40
                    ),
                ),
                ("team", models.TextField(default="")),
                ("begin", models.IntegerField()),
                ("length", models.IntegerField()),
                ("language", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=20)),
                ("act", models.CharField(max_length=20)),
                ("said_at", models.DateTimeField(null=True)),
                ("said_on", models.DateField()),
                ("zone", models.CharField(default="UTC", max_length=60)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("canned", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Remit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("theme", "Theme"), ("step", "Step"), ("object", "Object")], max_length=10
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        help_text="code of the theme or step; `source/type` of the events", max_length=300
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rerouting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voice", models.UUIDField(db_index=True)),
                (
                    "team",
                    models.CharField(default="", help_text="where to; empty: only away from `was`", max_length=200),
                ),
                (
                    "was",
                    models.CharField(
                        default="", help_text="where it was carried before; empty: to nobody", max_length=200
                    ),
                ),
                ("why", models.TextField(default="")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voice", models.UUIDField(db_index=True)),
                ("team", models.CharField(max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="StaffClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pseudonym", models.CharField(max_length=40)),
                ("automatic", models.BooleanField(default=False, help_text="the source names the user's own address")),
                ("claimed_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("words", models.JSONField(default=list, help_text="how clients call it, beside its name")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="when it was taken out of the list; nothing is carried to it since", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(auto_now_add=True)),
                ("left_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TopicDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("rename", "Rename"), ("merge", "Merge"), ("split", "Split")], max_length=10
                    ),
                ),
                ("topic", models.IntegerField()),
                ("into", models.IntegerField(help_text="the topic under which a merged one stands", null=True)),
                ("name", models.CharField(default="", help_text="the name given", max_length=80)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="timelineitem",
            name="personal",
            field=models.TextField(
                default="", help_text="where personal data stands in `text`: JSON [[begin, length, kind], …]"
            ),
        ),
        migrations.AddField(
            model_name="timelineitem",
            name="personal_subject",
            field=models.TextField(default="", help_text="the same of `subject`"),
        ),
        migrations.AddField(
            model_name="voice",
            name="alike",
            field=models.UUIDField(
                help_text="group of voices almost word for word the same; null: like no other", null=True
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="evidence",
            field=models.TextField(default="", help_text="JSON: question or mark to the words that carried the answer"),
        ),
        migrations.AddField(
            model_name="voice",
            name="marks",
            field=models.TextField(default="", help_text="what else the words show, as `,anger,urgent,`"),
        ),
        migrations.AddField(
            model_name="voice",
            name="marks_p",
            field=models.TextField(default="", help_text="JSON: calibrated probability of each mark that may be there"),
        ),
        migrations.AddField(
            model_name="voice",
            name="personal",
            field=models.TextField(
                default="", help_text="where personal data stands in `text`: JSON [[begin, length, kind], …]"
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="sentiment_p",
            field=models.FloatField(help_text="calibrated probability, 0 to 1", null=True),
        ),
        migrations.AddField(
            model_name="voice",
            name="step",
            field=models.CharField(
                default="", help_text="step of the journey; empty: none is named, or the reader abstains", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="step_p",
            field=models.FloatField(help_text="calibrated probability, 0 to 1", null=True),
        ),
        migrations.AddField(
            model_name="voice",
            name="team",
            field=models.CharField(default="", help_text="the team able to act; empty: none is sure", max_length=200),
        ),
        migrations.AddField(
            model_name="voice",
            name="team_p",
            field=models.FloatField(
                help_text="how sure, calibrated, 0 to 1; also of a team that is not sure enough", null=True
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="team_why",
            field=models.TextField(default="", help_text="JSON: what speaks for which team"),
        ),
        migrations.AddField(
            model_name="voice",
            name="thanked",
            field=models.TextField(default="", help_text="teams that the thanks name, each between line breaks"),
        ),
        migrations.AddField(
            model_name="voice",
            name="theme_p",
            field=models.FloatField(help_text="calibrated probability, 0 to 1", null=True),
        ),
        migrations.AddField(
            model_name="voice",
            name="themes",
            field=models.TextField(default="", help_text="its theme and those of its sentences, as `,price,refund,`"),
        ),
        migrations.AddField(
            model_name="voice",
            name="topic",
            field=models.IntegerField(
                help_text="number of its topic, before people merged any; null: on none", null=True
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="topic_p",
            field=models.FloatField(help_text="probability of that topic, 0 to 1", null=True),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("alike__isnull", False), ("vanished_run", None)),
                fields=["alike", "-moment", "-id"],
                name="voices_alike",
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)), fields=["team", "-moment", "-id"], name="voices_of_team"
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)), fields=["-moment", "-id"], name="voices_by_moment"
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)), fields=["theme", "-moment", "-id"], name="voices_by_theme"
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)),
                fields=["channel", "-moment", "-id"],
                name="voices_by_channel",
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)), fields=["topic", "-moment", "-id"], name="voices_by_topic"
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="api_keys", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="headchoice",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="heard",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="learnthead",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="nocommitment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="proposedcommitment",
            index=models.Index(fields=["staff"], name="proposed_to_author"),
        ),
        migrations.AddIndex(
            model_name="proposedcommitment",
            index=models.Index(fields=["team"], name="proposed_to_team"),
        ),
        migrations.AddField(
            model_name="remit",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="remit",
            name="made_by",
            field=models.ForeignKey(
                help_text="null: teams.yaml",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rerouting",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seen",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="staffclaim",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="made_by",
            field=models.ForeignKey(
                help_text="null: teams.yaml",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remit",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="remits", to="visavis.team"
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="visavis.team"
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="topicdecision",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["user", "due_on"], name="commitments_of_user"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["question", "answer", "voice"],
                name="corrections_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("voice", "question"), name="corrected_once"
            ),
        ),
        migrations.AddIndex(
            model_name="headchoice",
            index=models.Index(fields=["question", "-id"], name="head_choices"),
        ),
        migrations.AddIndex(
            model_name="heard",
            index=models.Index(fields=["client", "-heard_at"], name="heard_of_client"),
        ),
        migrations.AddIndex(
            model_name="learnthead",
            index=models.Index(fields=["question", "-learnt_at"], name="learnt_heads"),
        ),
        migrations.AddIndex(
            model_name="nocommitment",
            index=models.Index(fields=["user", "canned"], name="no_commitments_of_user"),
        ),
        migrations.AddIndex(
            model_name="rerouting",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)), fields=["team", "voice"], name="reroutings_to"
            ),
        ),
        migrations.AddConstraint(
            model_name="seen",
            constraint=models.UniqueConstraint(fields=("voice", "team", "user"), name="seen_once"),
        ),
        migrations.AddConstraint(
            model_name="staffclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=("pseudonym",), name="one_holder"
            ),
        ),
        migrations.AddConstraint(
            model_name="remit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("team", "kind", "value"), name="one_remit"
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)), fields=("user", "team"), name="once_a_member"
            ),
        ),
    ]
