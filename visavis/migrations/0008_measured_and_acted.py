"""Actions with what they should change, who serves whom, and what was measured of it."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies: ClassVar = [
        ("visavis", "0007_voices_carried"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "demonstration",
                    models.BooleanField(default=False, help_text="came with an invented company, dated by it"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="team",
            name="function",
            field=models.CharField(
                default="", help_text="what it is there for, in a word: sales, billing", max_length=100
            ),
        ),
        migrations.CreateModel(
            name="ActionStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stopped_at", models.DateTimeField(auto_now_add=True)),
                ("stopped_on", models.DateField()),
                ("why", models.TextField()),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stop", to="visavis.action"
                    ),
                ),
                (
                    "stopped_by",
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
            name="ActionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField(help_text="1 for the first version of the action")),
                (
                    "place",
                    models.IntegerField(
                        help_text="its place in the one chain of seals of this home, from 1 on", unique=True
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
                ("what", models.TextField(default="")),
                ("owner", models.CharField(help_text="who answers for it: a function or a team", max_length=200)),
                ("teams", models.JSONField(default=list, help_text="teams whose work changes; empty: nobody said")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("promise", "Promise"),
                            ("voice", "Voice"),
                            ("measure", "Measure"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                (
                    "because",
                    models.TextField(default="", help_text="the promise, voice or measure that caused it; or in words"),
                ),
                ("outcome", models.JSONField(help_text="the one series by which it is judged")),
                ("direction", models.CharField(choices=[("up", "Up"), ("down", "Down")], default="up", max_length=4)),
                (
                    "control",
                    models.JSONField(default=list, help_text="series that it should not move; empty: none was named"),
                ),
                ("starts_on", models.DateField()),
                ("waits", models.IntegerField(default=0, help_text="days after the start that do not count yet")),
                (
                    "reads_on",
                    models.DateField(help_text="the last day that counts: the verdict is given once it is past"),
                ),
                ("baseline", models.IntegerField(default=365, help_text="days before the start that count")),
                (
                    "announced",
                    models.CharField(
                        default="", help_text="the promise that announces it; empty: none", max_length=100
                    ),
                ),
                (
                    "former",
                    models.CharField(
                        default="", help_text="the seal before it in the chain; empty: the first", max_length=64
                    ),
                ),
                ("seal", models.CharField(help_text="SHA-256 of all of the above, as canonical text", max_length=64)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="visavis.action"
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        help_text="null: the command line",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("action", "number"), name="one_version_each")],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(default="", help_text="in what: prepares, delivers, answers", max_length=200),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        help_text="null: a file",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="null: a file",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "served",
                    models.ForeignKey(
                        help_text="null: the clients",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served_by",
                        to="visavis.team",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="visavis.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("served__isnull", False)),
                        fields=("team", "served", "what"),
                        name="one_service",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("served__isnull", True)),
                        fields=("team", "what"),
                        name="one_service_to_clients",
                    ),
                ],
            },
        ),
    ]
