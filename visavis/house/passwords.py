"""Choosing a password: long enough, not common, not one's own name or address."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from visavis.house.models import User
from visavis.mistakes import Mistake, Words

LONGEST = 1000

WHY_NOT: dict[str, Words] = {
    "password_too_short": Words(
        fr="le mot de passe a moins de 12 caractères", en="the password has fewer than 12 characters"
    ),
    "password_too_common": Words(fr="ce mot de passe est trop courant", en="this password is too common"),
    "password_too_similar": Words(
        fr="le mot de passe ressemble trop à votre nom ou à votre adresse",
        en="the password is too close to your name or address",
    ),
}


def check_choice(user: User, password: str) -> None:
    """Raise a Mistake where `user` may not choose this password."""
    if len(password) > LONGEST:
        raise Mistake(Words(fr="le mot de passe est trop long", en="the password is too long"), remedy=REMEDY)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Mistake(WHY_NOT[error.error_list[0].code or ""], remedy=REMEDY) from None


REMEDY = Words(
    fr="prenez par exemple quatre mots sans rapport entre eux",
    en="take for instance four words that have nothing to do with one another",
)
