"""The first tables: clients and their former ids, links, decisions, runs, the key to pseudonyms."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import visavis.sources.models


class Migration(migrations.Migration):
    """Makes them."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("run", models.CharField(help_text="the run that published it first", max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("next", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("plan", models.CharField(help_text="file of the plan, relative to the lake", max_length=200)),
                ("first_number", models.BigIntegerField(help_text="number of the first client that this run mints")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Secret",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("value", models.BinaryField(default=visavis.sources.models.new_secret)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="StaffPseudonym",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pseudonym", "source", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pseudonym", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="ClientAlias",
            fields=[
                ("former", models.BigIntegerField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("run", models.CharField(max_length=40)),
                (
                    "client",
                    models.ForeignKey(
                        db_column="client",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="visavis.client",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merge", "Merge"),
                            ("split", "Split"),
                            ("must-link", "Must Link"),
                            ("cannot-link", "Cannot Link"),
                        ],
                        max_length=20,
                    ),
                ),
                ("actor", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("payload", models.JSONField(help_text="the records (source and key) and clients that it is about")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("merge", "split", "must-link", "cannot-link"))),
                        name="decision_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "source", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=2000)),
                ("run", models.CharField(help_text="the run that made or last changed the link", max_length=40)),
                (
                    "vanished_run",
                    models.CharField(help_text="the run that no longer saw the record", max_length=40, null=True),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_column="client",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="visavis.client",
                    ),
                ),
            ],
        ),
    ]
