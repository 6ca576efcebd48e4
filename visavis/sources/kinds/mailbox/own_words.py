"""What the writer of a mail wrote this time: quoted mails, signatures, and what mailers and lawyers add are cut off."""

import re

LONGEST = 100_000
"""Characters of a text that are kept."""

_DAY = r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|\d{1,4})"
_ATTRIBUTION = re.compile(
    rf"^\s*(?:(?:le|on|am|el|il)\s+{_DAY}[^\n]{{0,600}}?|[^\n]{{1,100}}?)"
    r"\b(?:a\s+[ée]crit|écrivait|wrote|schrieb|escribió|ha scritto)\s*:\s*$",
    re.I,
)
_LAST_OF_ATTRIBUTION = re.compile(r"(?:a\s+[ée]crit|écrivait|wrote|schrieb|escribió|ha scritto)\s*:\s*$", re.I)
_BEGINS_ATTRIBUTION = re.compile(rf"^\s*(?:le|on|am|el|il)\s+{_DAY}", re.I)
_SEPARATOR = re.compile(
    r"^[>\s]*(?:[-_=*]{2,}\s*(?:message d.origine|original message|message initial|message transf[ée]r[ée]|forwarded message"
    r"|forwarded by .{0,80}|reply message|message original|courriel original|mail original|originalnachricht|r[ée]ponse.{0,40})\s*:?\s*[-_=*]*"
    r"|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])\s*:?|begin forwarded message\s*:?)\s*$",
    re.I,
)
_HEADER = re.compile(
    r"^\s*\*?(?P<name>de|from|envoy[ée](?: le)?|sent|date|[àa]|to|cc|objet|subject|r[ée]pondre [àa]|reply-to)\s?:\s*\*?\s*(?=\S|$)",
    re.I,
)
_SENDER = ("de", "from")
_UNDERSCORES = re.compile(r"^\s*_{8,}\s*$")
_SIGNATURE = re.compile(r"^-- ?$|^—$|^_{2,5}$")
_SENT_FROM = re.compile(
    r"^\s*(?:envoy[ée] (?:de|depuis|à partir de|avec|via) (?:mon|ma|l.|un|une|outlook|yahoo|gmail|proton|orange|la|le|samsung|iphone|android|courrier)"
    r"|sent (?:from|via|with) (?:my|outlook|mail for|yahoo|proton|samsung|an?\b|gmail|iphone)|t[ée]l[ée]charger outlook|obtenir outlook|get outlook|"
    r"provenance : (?:courrier|mail) pour windows|exp[ée]di[ée] depuis|t[ée]l[ée]charge[rz]? bluemail)[^\n]{0,120}$",
    re.I,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:bien |tr[èe]s |le plus |plus )?(?:cordialement|sinc[èe]rement|respectueusement|amicalement|chaleureusement)"
    r"|(?:bien )?cdl?t|cdlmt|bien (?:à|a) (?:vous|toi)|(?:meilleures |sinc[èe]res |cordiales |bonnes )?salutations(?: distingu[ée]es| cordiales| les meilleures)?"
    r"|(?:kind|best|warm|warmest|many|kindest)? ?regards|best(?: wishes)?|(?:yours )?(?:sincerely|faithfully|truly)|sincerely yours|all the best|cheers"
    r"|(?:avec |with )?mes (?:meilleures |sinc[èe]res )?salutations)\s*(?:,|\.|!)?(?:\s+\S+){0,4}\s*$",
    re.I,
)
_FORMULA = re.compile(
    r"^\s*(?:(?:dans (?:l.attente|cette attente)|en vous remerciant|en vous souhaitant)[^.\n]{0,150}, )?(?:je vous (?:prie|adresse)|nous vous prions|veuillez|recevez|croyez|acceptez)\b"
    r"[^\n]{0,200}\b(?:salutations|sentiments|consid[ée]ration|respects?)\b[^\n]{0,80}$",
    re.I,
)
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\.?|nb|n\.b\.)\s*[:.\-–]?\s", re.I)
_DISCLAIMER = re.compile(
    r"^\s*[*_]*(?:ce (?:message|courriel|mail|m[ée]l)[^\n]{0,80}(?:confidentiel|destin[ée]|pi[èe]ces jointes)|this (?:e-?mail|message)[^\n]{0,80}(?:confidential|intended|privileged)"
    r"|avertissement\s*:|disclaimer\s*:|confidentiality notice|pensez à l.environnement|please consider the environment|n.imprimez ce message|sans virus|virus-free)",
    re.I,
)
_NUMBER = re.compile(
    r"^\s*(?:t[ée]l|mob|portable|fax|phone|ligne directe|direct)\w*\.?\s*:?\s*[+(]?\d|(?:^|\s)(?:\+|00?)[1-9][\d .()/-]{7,}\d\s*$",
    re.I,
)
_NAME = re.compile(r"^\s*[^\W\d_a-z][\w’'.-]*(?: [\w’'.-]+){0,2} [^\W\d_a-z][\w’'.-]*(?: ?[|–,-] ?.{1,80})?\s*$")
_CONTACT_LINES, _CONTACT_LINE = 6, 70
_LONGEST_LINE = 1000
"""Characters beyond which a line is a paragraph, and nothing that a mailer adds."""
_AFTER_CLOSING_LINES, _AFTER_CLOSING = 12, 600


def own_words(text: str) -> str:
    """The text without quoted mails, signature and footers, its own lines in order; "" where nothing else stands there."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")[: LONGEST * 2].split("\n")
    kept = _without_signature(_without_quotes(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()[:LONGEST]


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.lstrip().startswith(">"):
            place += 1
            continue
        if len(line) > _LONGEST_LINE:
            kept.append(line)
            place += 1
            continue
        if _SEPARATOR.match(line) or _is_header_block(lines, place):
            break
        if _UNDERSCORES.match(line) and _is_header_block(lines, _next(lines, place + 1)):
            break
        after = _after_attribution(lines, place)
        if after is not None:
            following = _next(lines, after)
            if following < len(lines) and lines[following].lstrip().startswith(">"):
                place = after
                continue
            if following == len(lines) or kept:  # what follows is the former mail, unmarked
                break
            place = after
            continue
        kept.append(line)
        place += 1
    return kept


def _next(lines: list[str], place: int) -> int:
    """The next line that is not blank."""
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place


def _after_attribution(lines: list[str], place: int) -> int | None:
    """The line after « Le …, X a écrit : », which may go over three lines; None where there is no such thing."""
    if _LAST_OF_ATTRIBUTION.search(lines[place]) and len(lines[place]) <= 300:
        begins = _BEGINS_ATTRIBUTION.match(lines[place]) or "@" in lines[place]
        following = _next(lines, place + 1)
        if begins or (following < len(lines) and lines[following].lstrip().startswith(">")):
            return place + 1
        return None
    if _BEGINS_ATTRIBUTION.match(lines[place]):
        for more in (1, 2):
            if place + more < len(lines) and _ATTRIBUTION.match(" ".join(lines[place : place + more + 1])[:700]):
                return place + more + 1
    return None


def _is_header_block(lines: list[str], place: int) -> bool:
    """Whether a quoted mail's headers begin here: who sent it, and at least two more of its headers right below."""
    if place >= len(lines):
        return False
    found = _HEADER.match(lines[place][:_LONGEST_LINE])
    if found is None or found["name"].lower() not in _SENDER:
        return False
    names = {found["name"].lower()}
    for line in lines[place + 1 : place + 8]:
        if (more := _HEADER.match(line[:_LONGEST_LINE])) is not None:
            names.add(more["name"].lower())
    return len(names) >= 3


def _without_signature(lines: list[str]) -> list[str]:
    for _ in range(3):  # what a phone, a person and a lawyer add
        place = _end(lines)
        if place is None:
            break
        lines = lines[:place]
    place = _block_of_contact(lines)
    return lines if place is None else lines[:place]


def _block_of_contact(lines: list[str]) -> int | None:
    """The line where an unmarked signature begins: a last paragraph of short lines, a name first, a phone number among them."""
    stop = len(lines)
    while stop and not lines[stop - 1].strip():
        stop -= 1
    start = stop
    while start and lines[start - 1].strip() and stop - start <= _CONTACT_LINES:
        start -= 1
    block = [line.strip() for line in lines[start:stop]]
    if not start or not 2 <= len(block) <= _CONTACT_LINES or not _NAME.match(block[0][:_CONTACT_LINE]):
        return None
    if any(len(line) > _CONTACT_LINE or line.endswith((".", "!", "?", "…", ":", ",", ";")) for line in block):
        return None
    return start if any(_NUMBER.search(line) for line in block[1:]) else None


def _end(lines: list[str]) -> int | None:
    """The line where a signature or a footer begins."""
    said = False
    for place, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE:
            tail = lines[place + 1 :] if len(lines) - place <= 201 else None
            if _SIGNATURE.match(line) and place and tail is not None and _is_tail(tail, 40, 3000):
                return place
            if _SENT_FROM.match(line) or (said and _DISCLAIMER.match(line)):
                return place
            if (_CLOSING.match(line) or _FORMULA.match(line)) and tail is not None and _is_tail(tail):
                return place
        said = said or bool(line.strip())
    return None


def _is_tail(lines: list[str], most: int = _AFTER_CLOSING_LINES, longest: int = _AFTER_CLOSING) -> bool:
    """Whether lines are but a name, a post, numbers: few, short, without a postscript."""
    said = [line.strip() for line in lines if line.strip()]
    upto = next((n for n, line in enumerate(said) if _DISCLAIMER.match(line)), len(said))
    own = said[:upto]
    return len(own) <= most and sum(map(len, own)) <= longest and not any(_POSTSCRIPT.match(line) for line in own)
