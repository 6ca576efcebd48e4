"""Check digits: any valid number is found, and none of which a digit was changed."""

from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.personal.checks import iban_lengths, is_card, is_iban, is_luhn, is_social
from visavis.engine.reading.personal.numbers import numbers
from visavis.engine.reading.personal.spans import Kind

DIGITS = "0123456789"


def kinds(text: str) -> list[Kind]:
    return [span.kind for span in numbers(text, country="FR", english=False)]


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(iban_lengths())))
    account = draw(st.text(DIGITS, min_size=iban_lengths()[country] - 4, max_size=iban_lengths()[country] - 4))
    number = int("".join(str(int(each, 36)) for each in account + country + "00"))
    return f"{country}{98 - number % 97:02d}{account}"


@st.composite
def socials(draw: st.DrawFn) -> str:
    department = draw(st.sampled_from(["01", "33", "75", "93", "99", "2A", "2B"]))
    number = (
        draw(st.sampled_from("12"))
        + f"{draw(st.integers(0, 99)):02d}{draw(st.integers(1, 12)):02d}{department}"
        + f"{draw(st.integers(1, 990)):03d}{draw(st.integers(1, 999)):03d}"
    )
    value = int(number.replace("2A", "19").replace("2B", "18") if department[0:2] in ("2A", "2B") else number)
    if department in ("2A", "2B"):
        value = int(number[:5] + {"2A": "19", "2B": "18"}[department] + number[7:])
    return f"{number}{97 - value % 97:02d}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    begin = draw(st.sampled_from(["4", "51", "55", "2221", "2720", "34", "37"]))
    size = 15 if begin in ("34", "37") else 16
    body = begin + draw(st.text(DIGITS, min_size=size - 1 - len(begin), max_size=size - 1 - len(begin)))
    return body + next(digit for digit in DIGITS if is_luhn(body + digit))


def changed(number: str, place: int, step: int) -> str:
    """The number with another digit at the digit nearest to `place`."""
    places = [index for index, each in enumerate(number) if each.isdigit()]
    index = places[place % len(places)]
    return number[:index] + str((int(number[index]) + step) % 10) + number[index + 1 :]


@given(ibans(), st.integers(0, 40), st.integers(1, 9))
def test_any_iban_is_found_and_none_with_a_digit_changed(iban: str, place: int, step: int) -> None:
    assert is_iban(iban)
    spaced = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    assert Kind.IBAN in kinds(f"mon compte {spaced} merci")
    assert Kind.IBAN in kinds(f"({iban})")
    assert not is_iban(changed(iban, place, step))
    assert Kind.IBAN not in kinds(f"mon compte {changed(iban, place, step)} merci")


@given(cards(), st.integers(0, 40), st.integers(1, 9))
def test_any_card_is_found_and_none_with_a_digit_changed(card: str, place: int, step: int) -> None:
    if len(set(card)) > 1:
        assert is_card(card)
        assert Kind.CARD in kinds(f"carte {card[:4]} {card[4:8]} {card[8:12]} {card[12:]} !")
    assert not is_card(changed(card, place, step))
    assert Kind.CARD not in kinds(f"carte {changed(card, place, step)} !")


@given(socials(), st.integers(0, 40), st.integers(1, 9))
def test_any_social_security_number_is_found_and_none_with_a_digit_changed(number: str, place: int, step: int) -> None:
    assert is_social(number)
    shown = f"{number[0]} {number[1:3]} {number[3:5]} {number[5:7]} {number[7:10]} {number[10:13]} {number[13:]}"
    assert Kind.SOCIAL in kinds(f"sécu : {shown}.")
    assert Kind.SOCIAL in kinds(number)
    assert not is_social(changed(number, place, step))
    assert Kind.SOCIAL not in kinds(f"sécu : {changed(number, place, step)}.")
