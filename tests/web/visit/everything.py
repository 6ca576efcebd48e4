"""All that a home holds: every row of every table, every file."""

import hashlib
import uuid
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

Rows = dict[str, list[dict[str, Any]]]


def ours() -> list[type[models.Model]]:
    """Every model of the product."""
    return list(apps.get_app_config("visavis").get_models())


def rows() -> Rows:
    """Every row of ours, by model; models without rows left out."""
    found = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in ours()}
    return {name: each for name, each in found.items() if each}


def files(home: Path) -> dict[str, str]:
    """Every file and folder below a home, with the digest of its content; the database's own files left out."""
    found = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.name.startswith("visavis.sqlite3"):
            found[path.relative_to(home).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir():
            found[path.relative_to(home).as_posix()] = "folder"
    return found


def add_a_row(model: type[models.Model], **given: Any) -> Any:
    """A row of `model` with something in every field that needs it, for tables that nothing in a test has filled."""
    values: dict[str, Any] = dict(given)
    for field in model._meta.concrete_fields:
        if field.attname in values or field.name in values or field.null or field.has_default() or field.generated:
            continue
        if isinstance(field, models.AutoField) or getattr(field, "auto_now_add", False):
            continue
        values[field.attname] = _something(field)
    return model._default_manager.create(**values)


def _something(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return field.related_model._default_manager.first().pk
    for kind, value in (
        (models.UUIDField, uuid.uuid4()),
        (models.JSONField, {}),
        (models.DateTimeField, timezone.now()),
        (models.DateField, timezone.now().date()),
        (models.BooleanField, False),
        (models.IntegerField, 987_654),
        (models.FloatField, 0.5),
        (models.BinaryField, b"."),
    ):
        if isinstance(field, kind):
            return value
    if field.choices:
        return field.choices[0][0]
    return "démonstration"[: field.max_length or 100]
