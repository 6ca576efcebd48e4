"""Decisions about identity with their undoing, moves of records, doubtful pairs held, erasures and their marks."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies: ClassVar = [
        ("visavis", "0009_voices_seen_and_foretold"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ClientMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=2000)),
                ("former", models.BigIntegerField(help_text="number of the client that it left")),
                (
                    "client",
                    models.BigIntegerField(
                        help_text="number of the client that it joined; the same where it only came back"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        help_text="what moved it: a run, a decision (decision-7), or its own arrival", max_length=40
                    ),
                ),
                (
                    "missed",
                    models.CharField(
                        help_text="the run that no longer saw it, where it came back", max_length=40, null=True
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoubtHeld",
            fields=[
                (
                    "pair",
                    models.CharField(
                        help_text="digest of the sources and keys of both records",
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoubtPassed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pair", models.CharField(db_index=True, max_length=32)),
                ("passed_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("client", models.BigIntegerField(help_text="number of the client", primary_key=True, serialize=False)),
                ("actor", models.CharField(help_text="user/<id>, or cli/<name on the machine>", max_length=200)),
                ("reason", models.TextField()),
                ("erased_at", models.DateTimeField(auto_now_add=True)),
                (
                    "counts",
                    models.JSONField(default=dict, help_text="how many rows of what went, by name; nothing else"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(help_text="null: files of the lake may still tell of the client", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "digest", "client", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
                ("client", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_kind",
        ),
        migrations.AddField(
            model_name="clientalias",
            name="direct",
            field=models.BigIntegerField(
                help_text="the number that took it over, which may have been taken over since; null: `client`",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("merge", "Merge"),
                    ("split", "Split"),
                    ("must-link", "Must Link"),
                    ("cannot-link", "Cannot Link"),
                    ("undo", "Undo"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="payload",
            field=models.JSONField(
                help_text="what it says of which records, and what it did: see visavis.clients.decided"
            ),
        ),
        migrations.AlterField(
            model_name="link",
            name="run",
            field=models.CharField(
                help_text="the run that made the link; ClientMove tells what changed it", max_length=40
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("merge", "split", "must-link", "cannot-link", "undo"))),
                name="decision_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="clientmove",
            index=models.Index(fields=["former", "client"], name="moves_from"),
        ),
        migrations.AddIndex(
            model_name="clientmove",
            index=models.Index(fields=["client"], name="moves_to"),
        ),
        migrations.AddIndex(
            model_name="clientmove",
            index=models.Index(fields=["source", "key"], name="moves_of_record"),
        ),
        migrations.AddField(
            model_name="doubtheld",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="doubtpassed",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
