"""What issue 6 still wanted: roll-outs drawn, forecasts of answers, voices followed."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies: ClassVar = [
        ("visavis", "0008_measured_and_acted"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AnswerForecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.CharField(
                        help_text="whose forecast it is: a mark that tells people apart, no name", max_length=64
                    ),
                ),
                (
                    "team",
                    models.CharField(
                        default="", help_text="the team of the one who forecasts; empty: none", max_length=200
                    ),
                ),
                ("question", models.CharField(max_length=300)),
                (
                    "about_team",
                    models.CharField(
                        default="", help_text="whose clients are meant; empty: all clients", max_length=200
                    ),
                ),
                ("wave", models.DateField(help_text="the first day of the quarter that is forecast")),
                ("value", models.FloatField(null=True)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("ranking", models.JSONField(default=list, help_text="needs, the most important first")),
                (
                    "rating",
                    models.FloatField(
                        help_text="how well we listen, as they see it, 0 to 1; null: not said", null=True
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "sealed_at",
                    models.DateTimeField(help_text="null: a draft, which may be changed or taken back", null=True),
                ),
                (
                    "known_until",
                    models.DateField(help_text="the last day that facts told of when it was sealed", null=True),
                ),
                ("nonce", models.CharField(default="", max_length=64)),
                (
                    "seal",
                    models.CharField(
                        default="", help_text="SHA-256 of all of the above but the draft's moment", max_length=64
                    ),
                ),
                ("demonstration", models.BooleanField(default=False, help_text="came with an invented company")),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=2000)),
                ("identity", models.BigIntegerField(help_text="digest of source and key", unique=True)),
                ("written", models.JSONField(help_text="the record as it was written, columns of the lake")),
                ("comparable", models.JSONField(help_text="the record as linking compares it")),
                ("told", models.JSONField(help_text="what was answered: outcome, client, evidence, candidates")),
                ("model", models.CharField(help_text="version of the model that scored it", max_length=12)),
                ("arrived_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="ArrivalKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "test",
                    models.CharField(
                        help_text="the mark of the test, whatever the promise was called", max_length=80, unique=True
                    ),
                ),
                ("promise", models.JSONField(help_text="the promise as it was tried")),
                (
                    "whole",
                    models.BooleanField(default=False, help_text="what its conditions leave out was told as well"),
                ),
                ("told", models.JSONField(help_text="whose facts stood behind it when it was told, as keyed hashes")),
                ("tried_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.AddField(
            model_name="actionversion",
            name="roll_out",
            field=models.JSONField(
                default=dict,
                help_text="the order in which teams start, and the seed it was drawn by; empty: all at once",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="felt_on",
            field=models.DateField(help_text="the day on which a client last said something of it", null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="segment",
            field=models.CharField(
                default="", help_text="kind of client; empty where it may not be told", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="team",
            field=models.CharField(
                default="", help_text="the team on the fact; empty where it may not be told", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="fate",
            field=models.CharField(
                default="",
                help_text="where it was lost and why, `felt` where the client confirmed; empty: not followed, or under way",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(
                condition=models.Q(("vanished_run", None)), fields=["fate", "-moment", "-id"], name="voices_by_fate"
            ),
        ),
        migrations.AddField(
            model_name="answerforecast",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_forecasts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="arrivalkey",
            name="arrival",
            field=models.ForeignKey(
                db_column="arrival",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="keys",
                to="visavis.arrival",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerforecast",
            constraint=models.UniqueConstraint(
                fields=("person", "question", "about_team", "wave"), name="one_answer_forecast_each"
            ),
        ),
        migrations.AddIndex(
            model_name="arrivalkey",
            index=models.Index(fields=["digest", "arrival"], name="arrivals_by_digest"),
        ),
    ]
