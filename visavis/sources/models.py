"""The key to employees' pseudonyms: it lives in the database alone, never in the lake (X6)."""

import secrets

from django.db import models


def new_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


class Secret(models.Model):
    """One row per home: 32 random bytes that pseudonyms are derived with."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.BinaryField(default=new_secret)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"


class StaffPseudonym(models.Model):
    """Who stands behind a pseudonym of the lake, as the source wrote the name."""

    pk = models.CompositePrimaryKey("pseudonym", "source")
    pseudonym = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    name = models.CharField(max_length=500)

    class Meta:
        app_label = "visavis"
