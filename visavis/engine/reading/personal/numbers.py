"""What reaches or identifies someone by its form: e-mail addresses, phone numbers, IBAN, cards, social security numbers."""

import re
from collections.abc import Iterator

from visavis.engine.reading.personal.checks import iban_lengths, is_card, is_iban, is_social
from visavis.engine.reading.personal.spans import Kind, Span

_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'&-]{1,64}(?: ?@ ?|\s?[\[({<]\s?(?:at|arobase?|@)\s?[\])}>]\s?)(?:[\w-]{1,63}(?:\.|\s?[\[(](?:dot|point)[\])]\s?)){1,6}[^\W\d_]{2,24}(?![\w@])",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?<![\w.+-])[\w+-]+(?:(?:\.| dot | point )[\w+-]+){0,3} (?:at|arobase?|chez) [\w-]+(?:(?:\.| dot | point )[\w-]+){0,2} ?(?:\.|dot|point) ?"
    r"(?:com|fr|org|net|eu|be|ch|ca|uk|co ?(?:\.|dot|point) ?uk|io|info|me|example|exemple)\b",
    re.IGNORECASE,
)
"""Said word by word: `camille point roy arobase exemple point fr`."""
_IBAN = re.compile(r"(?<![A-Z0-9])([A-Z]{2}\d{2})((?:[ .-]?[A-Z0-9]){11,30})", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d])(?<!\d[ .-])\d(?:[ .-]?\d){12,18}(?![ .-]?\d)")
_SOCIAL = re.compile(
    r"(?<!\d)[12378](?:[ .-]?\d){4}[ .-]?(?:\d[ .-]?\d|2[ .-]?[AB])(?:[ .-]?\d){8}(?!\d)", re.IGNORECASE
)
_SOCIAL_TOLD = re.compile(
    r"(?:s[ée]cu(?:rit[ée] sociale)?|\bnir|\bn[°o] ?ss)\W{1,3}(?:\w+ ){0,3}?(?:: ?)?"
    r"([12378][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2])[ .-]?(?:\d{2}|2[AB])[ .-]?\d{3}[ .-]?\d{3})(?! ?\d)",
    re.IGNORECASE,
)
"""Without its key it is one behind its name alone."""
_DIGITS = re.compile(r"\d(?:[^\w\n]{0,3}\d){6,}|\+\d")
_FRENCH = re.compile(r"(?<![\w+])(?:(?:\+|00)[ .]?33[ .-]?(?:\(0\)[ .-]?)?|0)[1-9](?:[ ./-]{0,2}\d\d){4}(?![ .-]?\d)")
_ANNOUNCED = re.compile(
    r"(?:t[ée]l(?:[ée]phone)?|my (?:\w+ )?number(?:'s)?|portable|mobile|gsm|fax|phone|cell|num[ée]ro|call(?: me)?(?: back)?|ring|text|joignable|rappel\w*|"
    r"appel\w*|contact\w*|whats ?app|reach(?: me)?)\s?(?:\b(?:au|on|at|is|est|le|sur|number|num[ée]ro|:|n°|moi|me)[ :]{1,2}){0,4}[:.]?\s?$",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?<![\w.,/+-])(?:\(?0\d{2,4}\)?[ .-]?\d{3,4}[ .-]?\d{3,6}|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4})(?![\w/-])"
)
"""As British and Americans write them."""
_GROUPED = re.compile(
    r"(?<![\w.,/+-])(?:07\d{3}[ -]\d{3}[ -]?\d{3}|02\d[ .-]\d{4}[ .-]\d{4}|01\d1[ .-]\d{3}[ .-]\d{4}|\(?01\d{3}\)?[ -]\d{3}[ -]?\d{3}|"
    r"\(0\d{3,4}\) ?\d{3} ?\d{3,4}|(?:1[ .-])?\([2-9]\d{2}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?[2-9]\d{2}([.-])\d{3}\1\d{4})(?![\w/-]|[ .-]\d)"
)
"""Grouped so that nothing else is meant, whether the number is given to somebody or kept for films (Ofcom, NANPA)."""
_PREFIXED = re.compile(r"(?<![\w.,/-])(?:\+|00 ?)[1-9]\d{0,2}(?:[ ./-]{0,2}\(?\d\)?){6,13}(?![\w/-]|[ .-]\d)")
_ASIDE = re.compile(r"\(0\)")
"""The nought that those who call from abroad leave out."""
_BARE = re.compile(r"(?<![\w.,/+-])[(+]?\d(?:[ ().-]{0,2}\d){5,14}(?![\w])")


def numbers(text: str, *, country: str, english: bool) -> Iterator[Span]:
    """Spans of those kinds in `text`; phone numbers without prefix are those of `country` (ISO 3166), in English also British and American ones."""
    if "@" in text or "(" in text or "[" in text:
        for found in _EMAIL.finditer(text):
            if "@" in found[0] or re.search(r"(?i)\b(?:at|arobase?)\b", found[0]):
                yield _span(found, Kind.EMAIL)
    for found in _SPELLED.finditer(text):
        if re.search(r"(?i) (?:dot|point) |arobase?", found[0]):
            yield _span(found, Kind.EMAIL)
    if not _DIGITS.search(text):
        return
    taken = [*_ibans(text), *_socials(text), *_cards(text)]
    yield from taken
    for each in _phones(text, country, english):
        if not any(_meet(each, other) for other in taken):
            beyond = _EXTENSION.match(text, each.end)
            yield Span(each.begin, (beyond.end() if beyond else each.end) - each.begin, Kind.PHONE)


_EXTENSION = re.compile(r",? ?\(?(?:ext(?:ension)?|poste|x)\.? ?\d{1,5}\)?(?!\w)", re.IGNORECASE)


def _span(found: "re.Match[str]", kind: Kind) -> Span:
    return Span(found.start(), found.end() - found.start(), kind)


def _meet(one: Span, other: Span) -> bool:
    return one.begin < other.end and other.begin < one.end


def _ibans(text: str) -> Iterator[Span]:
    """Each takes as many characters as its country's IBAN has; what follows it is not of it."""
    for found in _IBAN.finditer(text):
        size = iban_lengths().get(found[1][:2].upper())
        characters = [(place, each.upper()) for place, each in enumerate(found[0], found.start()) if each.isalnum()]
        if size and len(characters) >= size and is_iban("".join(each for _, each in characters[:size])):
            yield Span(found.start(), characters[size - 1][0] + 1 - found.start(), Kind.IBAN)


def _socials(text: str) -> Iterator[Span]:
    for found in _SOCIAL.finditer(text):
        if is_social(re.sub(r"[ .-]", "", found[0]).upper()):
            yield _span(found, Kind.SOCIAL)
    for found in _SOCIAL_TOLD.finditer(text):
        yield Span(found.start(1), len(found[1]), Kind.SOCIAL)


def _cards(text: str) -> Iterator[Span]:
    for found in _CARD.finditer(text):
        digits = "".join(str(int(each)) for each in found[0] if each.isdecimal())
        if is_card(digits):
            yield _span(found, Kind.CARD)


def _phones(text: str, country: str, english: bool) -> Iterator[Span]:
    import phonenumbers
    from phonenumbers import Leniency, PhoneNumberMatcher

    if country == "FR" or "+33" in text or "0033" in text:
        for found in _FRENCH.finditer(text):
            yield _span(found, Kind.PHONE)
    if country != "FR":
        for match in PhoneNumberMatcher(text, country, Leniency.VALID):
            yield Span(match.start, match.end - match.start, Kind.PHONE)
    if "+" in text or "00" in text:
        for found in _PREFIXED.finditer(text):
            number = _ASIDE.sub("", found[0])
            if _is_possible(phonenumbers, "+" + number.removeprefix("+").removeprefix("00"), number.startswith("00")):
                yield _span(found, Kind.PHONE)
    if english:
        for found in _GROUPED.finditer(text):
            yield _span(found, Kind.PHONE)
        for found in _ABROAD.finditer(text):
            if any(_is_valid(phonenumbers, found[0], each) for each in ("GB", "US")):
                yield _span(found, Kind.PHONE)
    for found in _BARE.finditer(text):
        cue = _ANNOUNCED.search(text, max(0, found.start() - 60), found.start())
        if cue and _may_be_phone(cue[0], found[0]):
            yield _span(found, Kind.PHONE)


def _may_be_phone(cue: str, number: str) -> bool:
    """Whether a number behind `cue` has as many digits as a phone's; "number 4412 8890" may be an order's."""
    digits = re.sub(r"\D", "", number)
    if len(digits) > _LONGEST and not number.startswith("+"):
        return False
    if not re.match(r"(?i)num", cue):
        return True
    return number[0] in "+(" or (digits[0] == "0" and len(digits) > 8) or (number[0] != "1" and len(digits) == 10)


_LONGEST = 13
"""Digits of the longest phone number without prefix."""


def _is_possible(phonenumbers: object, number: str, strict: bool) -> bool:
    """Whether a number in international form has a length of its country's numbers; `strict`: also the country's plan."""
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    try:
        told = parse(number)
    except NumberParseException:
        return False
    return is_valid_number(told) and len(str(told.national_number)) > 8 if strict else is_possible_number(told)


def _is_valid(phonenumbers: object, text: str, country: str) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, parse

    try:
        return is_valid_number(parse(text, country))
    except NumberParseException:
        return False
