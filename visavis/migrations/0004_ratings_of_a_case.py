"""Ratings of a client found by what they are about: what was said of a case."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the index."""

    dependencies: ClassVar = [
        ("visavis", "0003_who_changed_what"),
    ]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="timelineitem",
            index=models.Index(
                condition=models.Q(("fact", "ratings")), fields=["client", "about"], name="ratings_of_a_case"
            ),
        ),
    ]
