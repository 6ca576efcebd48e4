"""Signing in with a password: slowed down after failures, silent about which addresses have an account."""

from django.contrib.auth import authenticate

from visavis.house.models import User
from visavis.house.slowing import check_pace, forget_failures, note_failure
from visavis.mistakes import Mistake, Words

FREE_PER_ADDRESS = 5
FREE_PER_NETWORK = 50
"""A whole company may stand behind one network address."""

LONGEST_PASSWORD = 1000


class WrongPassword(Mistake):
    """Address and password don't fit; the same words whether or not the address has an account."""

    def __init__(self) -> None:
        super().__init__(
            Words(fr="adresse ou mot de passe inexact", en="wrong address or password"),
            remedy=Words(
                fr="vérifiez les deux, ou demandez un nouveau lien à une personne qui administre Visavis",
                en="check both, or ask an administrator of Visavis for a new link",
            ),
        )


def sign_in(email: str, password: str, *, network: str) -> User:
    """The person with that address and password, asking from `network` (an IP address).

    Raises WrongPassword; or TooManyTries, without looking at the password, while address or network are slowed down.
    Takes as long for an unknown address as for a known one (Django hashes the password all the same).
    """
    email = email.replace("\0", "").strip().lower()
    address = f"address:{email[:254]}"
    origin = f"network:{network}"
    check_pace({address: FREE_PER_ADDRESS, origin: FREE_PER_NETWORK})
    user = authenticate(username=email, password=password[:LONGEST_PASSWORD])
    if not isinstance(user, User) or len(password) > LONGEST_PASSWORD:
        note_failure(address, origin)
        raise WrongPassword
    forget_failures(address)
    return user


def check_own_password(user: User, password: str) -> None:
    """Raise a Mistake unless this is the user's password; slowed down as signing in is."""
    address = f"address:{user.email}"
    check_pace({address: FREE_PER_ADDRESS})
    if len(password) > LONGEST_PASSWORD or not user.check_password(password):
        note_failure(address)
        raise Mistake(
            Words(fr="le mot de passe actuel est inexact", en="the current password is wrong"),
            remedy=Words(fr="saisissez-le de nouveau", en="type it again"),
        )
    forget_failures(address)
