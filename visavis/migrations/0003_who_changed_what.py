"""Who changed roles, accounts and files; details of all clients, taken along as a table."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of changes, and lets a look at details be of all clients."""

    dependencies: ClassVar = [
        ("visavis", "0002_workspace"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="detailsseen",
            name="client",
            field=models.BigIntegerField(db_index=True, help_text="null: those of all clients, as a table", null=True),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("role", "Role"), ("closed", "Closed"), ("reopened", "Reopened"), ("file", "File")],
                        max_length=20,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now_add=True)),
                ("before", models.CharField(default="", help_text="the role before", max_length=20)),
                ("after", models.CharField(default="", help_text="the role since", max_length=20)),
                ("file", models.CharField(default="", help_text="relative to the home", max_length=300)),
                (
                    "version",
                    models.CharField(
                        default="", help_text="the former version that it replaced; empty: none", max_length=300
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        help_text="whose account",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="who changed it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["about", "id"], name="changes_of_account"),
                    models.Index(fields=["version"], name="change_of_version"),
                ],
            },
        ),
    ]
