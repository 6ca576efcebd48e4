"""Promises that documents make: where they stand, and why the facts can't test them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds document, page and reason to proposed promises."""

    dependencies: ClassVar = [
        ("visavis", "0004_ratings_of_a_case"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="proposedpromise",
            name="document",
            field=models.TextField(default="", help_text="the document that makes it; empty: proposed by the facts"),
        ),
        migrations.AddField(
            model_name="proposedpromise",
            name="page",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="proposedpromise",
            name="untestable",
            field=models.JSONField(help_text="why the facts can't test it, {fr, en}; null: they can", null=True),
        ),
    ]
