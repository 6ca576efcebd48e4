"""The guided visit of the demonstration: how far each person is."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes its table."""

    dependencies: ClassVar = [
        ("visavis", "0005_promises_from_documents"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stop", models.CharField(max_length=20)),
                ("place", models.CharField(help_text="address of the page, without its query", max_length=300)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("reached_at", models.DateTimeField(auto_now=True)),
                (
                    "left_at",
                    models.DateTimeField(
                        help_text="when this person put the visit aside, or came to its end", null=True
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(help_text="when this person first came to its end", null=True),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
