"""The story left and resumed, promises chosen unseen, forecasts sealed before the reveal, work that fails."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.start.conftest import Story
from visavis.promises.ledger import read_ledger
from visavis.promises.models import ProposedPromise
from visavis.questions.models import Forecast, Reveal
from visavis.sources.models import Drop
from visavis.vocabulary import Role
from visavis.work.models import Job

ORDERS = "order_id;customer;due_date;delivered_at;status\n" + "".join(
    f"O{n};C{n % 9};2024-03-{n:02};2024-03-{min(n + n % 3 // 2, 28):02};delivered\n" for n in range(1, 29)
)


def promised(story: Story) -> dict[str, str]:
    """The form that takes every promise in the words proposed."""
    rows = ProposedPromise.objects.filter(adopted_as="")
    form = {f"chosen-{row.pk}": "1" for row in rows}
    return form | {f"says-{row.pk}": row.written["says"]["fr"] for row in rows}


def to_promises(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    story.agree()
    story.work()


def where(client: Client) -> str:
    return client.get("/start", follow=True).redirect_chain[-1][0].split("?")[0]


def test_start_leads_to_the_first_unfinished_step(story: Story) -> None:
    assert where(story.client) == "/start/files"
    story.send([("commandes.csv", ORDERS)])
    assert where(story.client) == "/start/files"
    story.client.post("/start/examination")
    assert where(story.client) == f"/start/progress/{Drop.objects.get().looking}"
    story.work()
    assert where(story.client) == "/start/mapping"
    story.agree()
    assert where(story.client) == f"/start/progress/{Drop.objects.get().reading}"
    story.work()
    assert where(story.client) == "/start/promises"
    story.client.post("/start/promises", promised(story))
    assert where(story.client) == "/start/forecast"
    story.client.post("/start/forecast", {"value": "90"})
    assert where(story.client) == f"/start/progress/{Drop.objects.get().revealing}"
    story.work()
    assert where(story.client) == "/mirror"
    story.send([("avis.csv", "order,score\n1,5\n")])
    assert where(story.client) == "/start/files"


def test_files_added_after_a_look_are_looked_at_too(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    story.send([("autres.csv", ORDERS.replace("order_id", "ticket_id").replace("due_date", "promised"))])
    assert where(story.client) == "/start/files"
    story.look()
    assert Drop.objects.get().proposals.count() == 2


def test_everything_can_be_withdrawn(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    story.client.post("/start/files/withdrawal")
    assert where(story.client) == "/start/files"
    assert not list((story.home / "exports").rglob("*.csv"))
    assert Drop.objects.get().discarded_at is not None


def test_promises_are_chosen_in_own_words_without_their_results(story: Story) -> None:
    to_promises(story)
    page = story.client.get("/start/promises").content.decode()
    assert "28 cas" in page.replace("\u202f", " ").replace("\xa0", " ")
    for leak in ("%", "tenus", "manqués", "neuf cas sur dix"):
        assert leak not in page
    row = ProposedPromise.objects.get(name__contains="day")
    form = {f"chosen-{row.pk}": "1", f"says-{row.pk}": "Toujours <à l’heure>"}
    assert story.client.post("/start/promises", form).headers["Location"] == "/start/forecast"
    (declared,) = read_ledger(story.home)
    assert declared.value.says.fr == "Toujours <à l’heure>"
    text = declared.file.read_text()
    assert "passées" not in text
    assert "tenu" not in text
    page = story.client.get("/start/forecast").content.decode()
    assert "Toujours &lt;à l’heure&gt;" in page
    assert "<à" not in page


def test_a_promise_without_words_is_refused_and_what_was_typed_kept(story: Story) -> None:
    to_promises(story)
    row, *others = ProposedPromise.objects.order_by("position")
    form = {f"chosen-{row.pk}": "1", f"says-{row.pk}": "  "} | {f"says-{o.pk}": "gardé" for o in others}
    response = story.client.post("/start/promises", form)
    assert response.status_code == 422
    assert "Une promesse a besoin de mots" in response.content.decode()
    assert not read_ledger(story.home)


def test_without_any_promise_there_is_nothing_to_mirror(story: Story) -> None:
    to_promises(story)
    response = story.client.post("/start/promises", {})
    assert (response.status_code, read_ledger(story.home)) == (422, [])


def test_files_that_test_nothing_teach_what_would(story: Story) -> None:
    story.send(
        [
            (
                "clients.csv",
                "client_id;nom;prenom;email\n" + "".join(f"C{n};Nom{n};P{n};c{n}@exemple.example\n" for n in range(30)),
            )
        ]
    )
    story.look()
    story.agree()
    story.work()
    page = story.client.get("/start/promises").content.decode()
    assert "Aucune nouvelle promesse à vérifier" in page
    assert "date promise" in page


def test_a_forecast_is_sealed_then_everything_runs(story: Story) -> None:
    to_promises(story)
    story.client.post("/start/promises", promised(story))
    wrong = story.client.post("/start/forecast", {"value": "beaucoup"})
    assert wrong.status_code == 422
    assert "Ce n’est pas un nombre" in wrong.content.decode()
    assert 'value="beaucoup"' in wrong.content.decode()
    assert story.client.post("/start/forecast", {"value": "101"}).status_code == 422
    assert not Forecast.objects.exists()
    story.client.post("/start/forecast", {"value": "92,5"})
    forecast = Forecast.objects.get()
    assert (forecast.value, forecast.user.role) == (0.925, "analyst")
    again = story.client.post("/start/forecast", {"promise": forecast.promise, "value": "10"})
    assert again.status_code == 422
    assert Forecast.objects.get().value == 0.925


def test_skipping_is_recorded_and_goes_on(story: Story) -> None:
    to_promises(story)
    story.client.post("/start/promises", promised(story))
    assert story.client.post("/start/forecast", {"skip": "1"}).status_code == 302
    assert (Forecast.objects.get().value, Job.objects.filter(finished_at=None).count()) == (None, 1)


def test_any_employee_forecasts_a_promise_not_seen_and_no_other(story: Story, signed_in: Callable[..., Client]) -> None:
    from visavis.house.models import User

    to_promises(story)
    story.client.post("/start/promises", promised(story))
    name = read_ledger(story.home)[0].value.name
    client = signed_in(Role.EMPLOYEE)
    page = client.get(f"/start/forecast?promise={name}").content.decode()
    assert "Votre pronostic ?" in page.replace("\u202f", " ")
    assert client.post("/start/forecast", {"promise": name, "value": "80"}).headers["Location"] == f"/promises/{name}"
    lead = signed_in(Role.LEAD)
    Reveal.objects.create(user=User.objects.get(role="lead"), promise=name)
    refused = lead.post("/start/forecast", {"promise": name, "value": "80"})
    assert refused.status_code == 422
    assert "Vous avez déjà vu ce résultat" in refused.content.decode()
    assert Forecast.objects.count() == 1
    assert Job.objects.filter(finished_at=None).count() == 0


def test_work_that_fails_says_what_was_kept_and_is_tried_again(story: Story) -> None:
    to_promises(story)
    story.client.post("/start/promises", promised(story))
    story.client.post("/start/forecast", {"value": "90"})
    source = next((story.home / "sources").glob("*.yaml"))
    text = source.read_text()
    source.write_text(text.replace("due_at: due_date", "due_at: due_dat"))
    story.work(failing=True)
    job = Drop.objects.get().revealing
    page = story.client.get(f"/start/progress/{job}").content.decode()
    assert "Le travail s’est arrêté" in page
    assert "due_dat" in page
    assert "Vos fichiers et vos choix sont gardés" in page
    source.write_text(text)
    story.client.post(f"/start/progress/{job}/attempt")
    story.work()
    assert where(story.client) == "/mirror"


def test_progress_is_a_part_for_the_script_and_a_page_without_it(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.client.post("/start/examination")
    address = f"/start/progress/{Drop.objects.get().looking}"
    Job.objects.update(doing_fr="Lecture", doing_en="Reading", share=0.25)
    whole, part = story.client.get(address), story.client.get(address, headers={"HX-Request": "true"})
    assert '<noscript><meta http-equiv="refresh"' in whole.content.decode()
    assert 'value="0.25"' in part.content.decode()
    assert "<html" not in part.content.decode()
    story.work()
    assert story.client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/start"
    assert story.client.get(address).headers["Location"] == "/start"


@pytest.mark.parametrize("address", ["/start/files", "/start/promises", "/start/mapping", "/start/forecast", "/start"])
def test_pages_speak_english(english_story: Story, address: str) -> None:
    to_promises(english_story)
    english_story.client.post("/start/promises", promised(english_story))
    page = english_story.client.get(address, follow=True).content.decode()
    main = page.partition("<main")[2]
    for french in ("Vos ", "Votre ", "fichiers", "promesse", "Déposez"):
        assert french not in main
