"""Promises in English sentences: `will`, `shall`, `going to` and their kin, by whom and to do what."""

import re
from collections.abc import Callable, Sequence

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.forms import Form, english_forms
from visavis.engine.reading.committing.told import Hit
from visavis.vocabulary import CommitmentKind

WORD = re.compile(r"[a-z]+n't|cannot|'(?:ll|re|ve|m|d|s)\b|[a-z]+(?:-[a-z]+)*|[,;:.!?()]|\d[\d.,:/]*")
CUE = re.compile(r"\b(?:will|shall|wil|gonna|going|promise|commit|guarantee|undertake|let|let's|try|hope|hoping|should|aim|goes|ships|leaves|arrives|booked|scheduled|arranged|hopefully|expect|working|reply|refund|answer|be|be in|am|are|is)\b|'ll|ll\b|ing\b|'m|'re")  # fmt: skip
WILL = frozenset(("will", "'ll", "shall", "wil", "gonna", "ll"))
FORMULAS = re.compile(
    r"(?:please )?(?:do not|don't) hesitate[^,;.]*|(?:feel|please feel) free[^,;.]*|(?:will|'ll|would|'d|shall|am|'m|are|'re) (?:always |also |only |just )?(?:be )?(?:(?:more than |very |really |so )?(?:happy|glad|pleased|delighted|able|available|honou?red|thrilled|grateful|sorry|here|there|out|away|unable|interested|ready|careful)|love|like|appreciate)\b[^,;.]*|"
    r"look(?:ing)? forward to[^,;.]*|(?:kind|best|warm) regards|have a (?:great|lovely|good|nice)[^,;.]*|thank(?:s| you)[^,;.!]*|do(?:ing)? (?:our|my) (?:very )?(?:best|utmost)[^,;.]*"
)
REPORTED = re.compile(
    r"\b(?:you|they|he|she|somebody|someone|it|client|customer|tenant|(?:your|the) (?:engineer|colleague|agent|driver|technician|shop|store|seller)|\w+) (?:have |had |has )?(?:said|told|wrote|mentioned|promised|claimed|claims?|says?|states?|stated|asked|expects?|expected|assumed?|understood|believed?|hoped?|explained|assured)\b(?! (?:i|we) )[^,;]*?(?:\bthat\b|\b(?:i|we|they|he|she|you|someone|it)\b)|"
    r"\baccording to\b"
)
CONDITIONS = re.compile(r"\b(?:once|as soon as|after|when|whenever|if|unless|until|upon|subject to|provided|assuming|in case|on receipt|depending on|should (?:you|the|it|there)|as long as|in the event)\b(?! possible| we can| i can\b)")  # fmt: skip
_SOON = re.compile(
    r"as (?:soon|quickly|fast|early) as (?:possible|we can|i can|it is possible|we are able)|asap|after all|when possible|if possible|where possible"
)
INVITES = re.compile(
    r"(?<!see )(?<!check )\bif (?:you|you're|you've|u|anyone|there is|there are|there's|this|it is|it's|that|not|so|possible|needed|necessary|any of|that's|interested|your|we can|we may|i can)(?:'d|'re|'ve| are| have| had| would| should| want| need| wish| like| prefer| love| enjoy| find| experience| run| can| do| don't| continue| choose| decide| require| still| ever| believe| think| feel| see| notice| get| start| use| work| works)?\b|\bwhether\b|\bshould you\b|\b(?:when|whenever|where|(?<!soon )(?<!early )(?<!quickly )as) (?:you|your)\b|\bonce you\b"
)
GIVES = re.compile(
    r"\blet (?:me|us) know,? (?:and|so) (?:i|we)\b|\bas soon as you\b|\b(?:if|once|when|as soon as|after|should) (?:you|u)(?:'ll|'ve| can| could| have| will)? (?:please |also |just |kindly )?(?:send|sent|sending|give|given|provide|provided|forward|forwarded|return|returned|confirm|confirmed|reply|replied|sign|signed|share|shared|email|emailed|mail|let (?:me|us)|tell|told|attach|submit|submitted|fill|filled|complete|completed|pay|paid|approve|approved|drop|bring|get me|get us|post|call me|call us|dm|message|respond|upload|accept|agree|fax|want me|want us|want to (?:meet|attend|talk))\b"
)
ASKS_FIRST = re.compile(r"^\W*(?:[\w']+, ?)?(?:please |just |kindly |simply )*(?:send|give|let|provide|forward|reply|email|call|sign|return|share|drop|tell|confirm|dm|pm|attach|fill|complete|post|get|bring|pick|shoot|fax|advise|mail)\b[^.]*?(?:\band\b|,|\bso\b)(?= ?(?:then |we|i|our|and))")  # fmt: skip
VAGUE = re.compile(
    r"as (?:soon|quickly|fast|early) as|\basap\b|\bsoon\b|shortly|promptly|in due course|right away|straight ?away|quickly|immediately|at (?:the|our|my) earliest|in the near future|in a timely|without delay|in a (?:bit|while|moment)|eventually|later on|at once|keep(?:ing)? you (?:posted|updated|informed|in the loop)|in the coming|over time|when (?:i|we) can|a\.s\.a\.p"
)
SOFT = re.compile(r"\b(?:try|tries|trying|hope|hopes|hoping|hopefully|aim|aims|aiming|attempt|attempting|endeavou?r|should|might|may|could|maybe|perhaps|probably|possibly|likely|plan to|planning to|intend|think|expect to|if (?:i|we) can|see (?:what|if|whether|about|how)|do what|pass (?:\w+ ){1,4}(?:on|along)|escalat\w+|pass(?:ing)? (?:it|this|that) (?:on|along)|where (?:we|i) can|would like to)\b")  # fmt: skip
NOT_OURS = frozenset(["client", "customer", "customers", "clients", "buyer", "tenant", "payment", "payments", "subscription", "contract", "price", "prices", "rate", "rates", "fee", "fees", "tax", "taxes", "market", "meeting", "government", "court", "bank", "utility", "school", "game", "weather", "law", "customers'", "users", "user", "people"])  # fmt: skip
STRONG_OBJECT = re.compile(r"\b(?:you|your|yours)\b")
OUR_WORDS = re.compile(r"\b(?:our|we|us|team|engineer|technician|manager|colleague|agent|adviser|advisor|driver|courier|seller|shop|store|department|dept|office|support|specialist|representative|rep|supervisor|someone|somebody|member|accountant|accounts|billing|warehouse|carrier|crew|plumber|electrician|expert|consultant|director|assistant|staff|people|desk|service|supplier|vendor|lawyer|attorney|branch|dispatcher|fitter|installer|partner|boss|secretary|my)\b")  # fmt: skip
THINGS = re.compile(r"\b(?:order|parcel|package|item|items|part|parts|replacement|refund|invoice|bill|credit|document|documents|report|copy|letter|contract|shipment|delivery|cheque|check|card|device|product|quote|quotation|response|answer|reply|request|case|ticket|claim|file|complaint|issue|problem|error|fault|line|account|service|money|amount|payment|voucher|label|email|e-mail|form|update|visit|repair|installation|appointment|change|changes|details|information|everything|it|this|that|schedule|draft|agreement|proposal|list|spreadsheet|data|results?|work|system|access|password|number|name|statement|transfer|goods|meter|equipment|unit|machine|stock|key|keys|ticket|booking)\b")  # fmt: skip
BARE = frozenset(
    [
        "call",
        "send",
        "reply",
        "respond",
        "ship",
        "refund",
        "email",
        "ring",
        "phone",
        "fix",
        "check",
        "confirm",
        "update",
        "forward",
        "revert",
        "deliver",
        "contact",
        "answer",
    ]
)
WEAK = frozenset(["make", "take", "give", "get", "do", "put", "let", "go", "keep", "hold", "show", "talk", "speak", "meet", "join", "add", "find", "look", "come", "leave", "begin", "start", "open", "close", "follow", "work", "set", "drop", "ask", "attend", "pay", "include", "run", "sign", "study", "arrive", "bring", "tell", "post", "extend", "bound", "release", "print", "set", "apply", "generate", "publish", "produce", "create", "buy", "raise", "pass", "return", "implement", "discuss", "present", "monitor", "test", "explore", "complete", "launch", "write", "text", "ring", "honour", "honor", "address", "record", "flag", "submit", "visit", "collect", "wire", "propose", "assign", "share", "draft", "debrief", "brief", "provide", "approve", "review", "modify", "change", "edit", "copy", "mail", "fax", "supply", "sort", "order", "book", "hold", "schedule", "install", "activate", "register", "issue", "process", "handle", "finish", "remove", "delete", "cancel"])  # fmt: skip
"""Verbs that promise where the speaker is the subject; of others only where the object is the client, or a limit is set."""
NEEDS = {
    "reach": re.compile(r"\breach(?:ing)? out\b"), "cover": re.compile(r"\bcover (?:the|your|all|it|any|that|this)\b"), "close": re.compile(r"\bclose (?:the|your|it|this) (?:ticket|case|account|file|complaint|claim)"), "mention": re.compile(r"\bmention (?:it|this|that|your|the)\b"),
    "give": re.compile(r"\bgive(?: (?:you|him|her|them|it|\w+))? (?:a|an|the|your|some|another|it|priority|you)\b"), "make": re.compile(r"\bmak(?:e|ing) (?:sure|certain|the|a|an|it|this|that|any|all|arrangements|sure|necessary|those|these|changes)\b"),
    "take": re.compile(r"\btak(?:e|ing) (?:care|action|a look|another look|this|that|it|your|the|on|over|up|steps|charge|responsibility|you)\b"), "get": re.compile(r"\bget(?:ting)? (?:back|in touch|it|this|that|you|your|the|a|an|to (?:the bottom|it|this)|on it|on to|onto|with|someone|somebody|those|these|them|him|her|[a-z]+ to|right on|some|an|all)\b"),
    "do": re.compile(r"\bdo (?:so|it|this|that|the|everything|a|what|another|some|all)\b"), "keep": re.compile(r"\bkeep(?:ing)? (?:you|an eye|me|your|the|this|it|everyone|in touch|them|a|track|on top)\b"), "let": re.compile(r"\blet(?:ting)? (?:you|everyone|him|her|them|[a-z]+ know)\b"),
    "go": re.compile(r"\bgo (?:ahead|over|through|back|and)\b"), "set": re.compile(r"\bset(?:ting)? (?:up|you|it|the|a)\b|\bset\b.*\bup\b"), "put": re.compile(r"\bput(?:ting)? (?:together|you|it|the|a|in|through|this|your|that|on|things)\b"), "look": re.compile(r"\blook(?:ing)? (?:into|at|for|over|it|up|through|after)\b"),
    "work": re.compile(r"\bwork(?:ing)? (?:on|with|out|to|through)\b"), "come": re.compile(r"\bcome (?!to an? |into )(?:back|by|to|over|and|out|round|around|on)\b"), "follow": re.compile(r"\bfollow(?:ing)?[- ]?(?:up|through|this)\b"), "find": re.compile(r"\bfind(?:ing)? (?:out|you|a|an|the|someone|some|another|somebody)\b"),
    "hold": re.compile(r"\bhold (?:it|your|the|this|a|them)\b"), "show": re.compile(r"\bshow (?:you|them)\b"), "run": re.compile(r"\brun (?:it|the|a|some|this|through|another)\b"), "drop": re.compile(r"\bdrop (?:you|off|it|by|the|a|this|them|him|her)\b"), "leave": re.compile(r"\bleave (?!it at)(?:you|it|a|the|them|him|her)\b"),
    "reserve": re.compile(r"\breserve (?:it|you|your|a|the)\b"), "bring": re.compile(r"\bbring (?:it|you|the|a|your|this|that|up|them|some|my|our)\b"), "start": re.compile(r"\bstart (?:the|on|working|your|this|a|process\w*)\b"), "add": re.compile(r"\badd (?:you|it|the|your|this|a|that|them|him|her|to)\b"), "pay": re.compile(r"\bpay (?:you|for|the|your|it|back|this|them)\b"),
    "tell": re.compile(r"\btell (?:you|him|her|them|the|[a-z]+ )"), "ask": re.compile(r"\bask (?:you|the|my|our|for|him|her|them|someone|[a-z]+ )"), "write": re.compile(r"\bwrite (?:you|to|it|a|the|up|back|them|an|him|her)\b"), "begin": re.compile(r"\bbegin (?:the|to|work|process)"), "sort": re.compile(r"\bsort (?:it|this|out|that|the)\b"),
    "open": re.compile(r"\bopen (?:a|an|the|your|it)\b"), "join": re.compile(r"\bjoin (?:you|the|us)\b"), "include": re.compile(r"\binclude (?:it|the|a|your|you|this|that|them)\b"), "present": re.compile(r"$^"), "attend": re.compile(r"\battend (?:the|to|your|this)\b"), "visit": re.compile(r"\bvisit (?:you|your|the|on|us)\b|\bvisit\b"),
}  # fmt: skip
"""What must follow verbs of many meanings."""
RECEIVES = re.compile(r"^(?:also |then |soon |shortly |now |be )*(?:hearing from|receive|receiving|get|hear (?:from|back)|have (?:a|an|the|our|your|it|my|his|her|this|news|full)|be getting|obtain)\b(?! to\b| stuck| used| confused)")  # fmt: skip
STANDS = re.compile(
    r"\b(?:i|we) (?:hereby |do |solemnly |can )?(?:promise|commit|undertake|guarantee|pledge|vow)\b(?!s? not)|\byou have my word|\byou can (?:expect|count on)|(?:\bplease |\bshould |^)expect (?:our|a|an|my|your|the|delivery|to hear)|\bworking on (?:it|this|that|a fix|a solution|the|your|getting|fixing|resolving)|\brest assured|\bdoing (?:everything|all) (?:we|they|it|in|to)|\bi'm on it|\bleave it with (?:me|us)|\b(?:i|we)'?(?:m|re| am| are) committed to"
)
SOFT_STANDS = re.compile(r"\b(?:i|we)(?:'ll| will|'d| shall)? (?:also |then |certainly |definitely )?(?:try|hope|aim|attempt|intend|plan|endeavou?r|expect|hoping|aiming|should be able)\b (?:to |and )?(?:be able to )?([a-z-]+)|\b(?:i|we)'?(?:m|re| am| are) (?:hoping|aiming|planning|trying|going to try) to ([a-z-]+)|\b(?:i|we) should be able to ([a-z-]+)|\b(?:should|ought to) (?:now |also )?(?:be )?(arrive|delivered|shipped|refunded|repaired|fixed|resolved|receive|reach|restored|processed|sent|with)\b|\b(?:i|we)(?:'ll| will|'m going to| am going to) see (?:what|if|whether|about|how)|\bdo (?:what|everything|all) (?:we|i) can|\bhopefully (?:we|i|it|your|the) (?:\w+ ){1,3}(?:get|send|deliver|arrive|fix|have|ship)|\b(?:let me|allow me to) (?:see|check|look|find|ask|try|verify|speak|talk|get|have|run|pull|take|confirm)\b(?! what you| you)")  # fmt: skip
PROGRESSIVE = frozenset(["sending", "shipping", "calling", "coming", "visiting", "refunding", "dispatching", "forwarding", "delivering", "arranging", "processing", "crediting", "replacing", "issuing", "mailing", "booking", "emailing", "working", "investigating", "checking", "preparing", "transferring", "escalating", "finalizing", "finalising", "submitting", "writing", "posting", "resending"])  # fmt: skip
DEED = re.compile(r"^\W*(?:a |the |an |our |my |your |full |first |next )*(?:reply|answer|response|refund|delivery|visit|repair|call|callback|call-back|replacement|quote|quotation|correction|dispatch|update|shipment|feedback)\b")  # fmt: skip

ASKED = frozenset(("how", "what", "why", "where", "when", "which", "who", "whether", "if", "bet", "day", "time"))

NOT_DONE_FOR_YOU = frozenset(
    "put set let run come kept found held shown bound discussed included met closed covered begun".split()
)
PLANNED = re.compile(
    r"\b(?:(?:we|i)(?:'ve| have) (?:now )?(?:booked|scheduled|arranged|planned|rescheduled) .{0,60}\b(?:for|on)|(?:visit|delivery|appointment|repair|installation|engineer|technician|refund|replacement|collection|call) (?:is|has been|are) (?:now |re)?(?:booked|scheduled|arranged|planned|due|set|confirmed)(?: in)? (?:for|on))\b"
)
GOES = re.compile(
    r"\b(?:it|order|parcel|package|replacement|part|item|refund|payment|letter|delivery)(?: \w+)? (?:goes out|ships|leaves|arrives|goes off|gets to you)\b"
)

HasDue = Callable[[], bool]
Words = Sequence[tuple[str, int]]


def promised_in(said: str, has_due: HasDue) -> Hit | None:
    """What the plain sentence promises; `has_due` tells whether it sets a limit of time."""
    if not CUE.search(said):
        return None
    bare = FORMULAS.sub(lambda found: "," + " " * (len(found[0]) - 1), said)
    words = [(found[0], found.start()) for found in WORD.finditer(bare)]
    hit = (
        _verb(bare, words, has_due) or _standing(bare, has_due) or _softly(bare, has_due) or _deed(bare, words, has_due)
    )
    if hit is None:
        return None
    reported = REPORTED.search(bare)
    if reported is not None and reported.end() <= hit.place + 1 and not re.search(r"[,;:]\s*(?:so |and |but )?(?:i|we|our|an?)\b", bare[reported.end() : hit.place + 1]):  # fmt: skip
        return None
    if (invited := INVITES.search(bare)) and not GIVES.search(bare) and not _about_the_case(bare, invited.start()):
        if not (invited.start() > hit.place and (has_due() or re.search(r"[,;]", bare[hit.place : invited.start()]))):
            return None
    return _weighed(said, bare, hit, has_due)


def _about_the_case(bare: str, start: int) -> bool:
    """`if the fault comes back`, `if this does not work`: what happens, not what the client wishes."""
    return bool(re.match(r"(?:if|when|should) (?:the|this|it|that|there|your) ?(?!is (?:anything|any)|are any|'s any)[a-z' ]*(?:come|fail|happen|occur|not|n't|persist|break|arrive|is (?:lost|late|broken|faulty|confirmed|approved))", bare[start:]))  # fmt: skip


def _weighed(said: str, bare: str, hit: Hit, has_due: HasDue) -> Hit:
    near = bare[max(0, hit.place - 24) :]
    if hit.kind is CommitmentKind.SOFT or SOFT.search(near):
        kind = CommitmentKind.SOFT
    elif _conditional(said, bare, hit):
        kind = CommitmentKind.CONDITIONAL
    elif has_due():
        kind = CommitmentKind.FIRM
    elif hit.kind is CommitmentKind.VAGUE or VAGUE.search(bare):
        kind = CommitmentKind.VAGUE
    else:
        kind = CommitmentKind.FIRM
    return Hit(hit.act, kind, hit.place)


def _conditional(said: str, bare: str, hit: Hit) -> bool:
    without = _SOON.sub(lambda found: " " * len(found[0]), bare)
    hung = CONDITIONS.search(without)
    asked = ASKS_FIRST.search(said)
    return bool((hung and not re.match(r"(?:when|after|until|once|as soon as) (?:tomorrow|lunch|noon|\d|mon|tue|wed|thu|fri|sat|sun|friday|i get a)", without[hung.start() :])) or (asked and asked.end() <= hit.place + 6))  # fmt: skip


def _verb(bare: str, words: Words, has_due: HasDue) -> Hit | None:
    for place, (word, start) in enumerate(words):
        if word in WILL:
            hit = _after_will(bare, words, place, place + 1, has_due)
        elif word == "going" and place + 1 < len(words) and words[place + 1][0] == "to" and place and words[place - 1][0] in ("am", "are", "is", "'m", "'re", "'s"):  # fmt: skip
            hit = _after_will(bare, words, place - 1, place + 2, has_due)
        elif (
            word in PROGRESSIVE
            and not {"won't", "not", "isn't", "aren't", "never", "can't"}
            & {each for each, _ in words[max(0, place - 4) : place]}
            and not re.match(r"calling (?:on|for|about|to)", bare[start:])
            and place
            and words[place - 1][0] in ("am", "'m", "are", "'re", "is", "'s", "be")
            and has_due()
            and _starts_now(bare, words, place)
        ):
            hit = Hit(
                _act(english_forms()[word][Form.DOING][1], bare) if word in english_forms() else Act.HANDLE, None, start
            )
        elif word == "being" and has_due() and place and words[place - 1][0] in ("is", "are", "'s"):
            hit = _participle(words, place + 1, start)
        else:
            continue
        if hit is not None:
            return hit
    return None


def _starts_now(bare: str, words: Words, place: int) -> bool:
    subject = [word for word, _ in words[max(0, place - 6) : place - 1]]
    return not NOT_OURS & set(subject) and not {"you", "they"} & set(subject[-1:]) and bool({"i", "we"} & set(subject) or OUR_WORDS.search(" ".join(subject)) or STRONG_OBJECT.search(bare[words[place][1] :]) or THINGS.search(" ".join(subject)))  # fmt: skip


def _after_will(bare: str, words: Words, will: int, place: int, has_due: HasDue) -> Hit | None:
    start = words[will][1]
    subject = _subject(words, will)
    if subject is None:
        return None
    while place < len(words) and (
        words[place][0]
        in (
            "also",
            "then",
            "now",
            "just",
            "certainly",
            "definitely",
            "gladly",
            "personally",
            "of",
            "course",
            "either",
            "both",
            "all",
            "have",
            "please",
            "surely",
            "again",
            "go",
            "always",
            "try",
            "to",
        )
        or words[place][0].endswith("ly")
    ):
        if words[place][0] == "have" and not re.match(
            r"have (?!to\b)(?:someone|somebody|it|this|that|the|your|someone|somebody|a|an|our|my|[a-z]+ (?:call|send|contact|get|check|look))\b",
            bare[words[place][1] :],
        ):
            return None
        if words[place][0] == "have":
            return _has(bare, words, place, start, subject)
        if words[place][0] == "try":
            return Hit(Act.HANDLE, CommitmentKind.SOFT, start)
        place += 1
    if place >= len(words):
        return None
    word, at = words[place]
    if word in ("not", "never", "n't", "no", "need", "only"):
        return None
    if subject and subject[-1] == "you":
        if RECEIVES.match(bare[at:]):
            return Hit(_act_of(bare[at:], Act.SEND), None, start)
        return _participle(words, place + 1, start) if word == "be" else None
    if word == "be":
        return _will_be(bare, words, place, start, subject, has_due)
    forms = english_forms().get(word)
    if forms is None or Form.PLAIN not in forms:
        if (
            subject
            and subject[-1] in ("i", "we")
            and word not in NEVER
            and words[will][0] in WILL
            and has_due()
            and STRONG_OBJECT.search(bare[at:])
        ):
            return Hit(Act.HANDLE, None, start)
        return None
    verb, act = forms[Form.PLAIN]
    rest = bare[at:]
    if verb in NEEDS and not NEEDS[verb].search(rest):
        return None
    if not _bound(bare, subject, verb, rest, has_due):
        return None
    return Hit(_act(act, rest), None, start)


NEVER = frozenset(
    [
        "be",
        "see",
        "miss",
        "need",
        "have",
        "want",
        "like",
        "love",
        "wait",
        "know",
        "think",
        "feel",
        "enjoy",
        "remember",
        "understand",
        "consider",
        "hope",
        "wish",
        "wonder",
        "probably",
        "never",
        "not",
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "it",
        "depend",
        "remain",
        "stay",
        "live",
        "die",
        "try",
        "bet",
        "buy",
    ]
)


def _bound(bare: str, subject: list[str], verb: str, rest: str, has_due: HasDue) -> bool:
    last = subject[-1] if subject else ""
    if last in ("i", "we") or (not subject and verb in BARE):
        return True
    if set(subject) & NOT_OURS:
        return False
    joined = " ".join(subject)
    if OUR_WORDS.search(joined):
        return True
    if last in ("it", "this", "that", "they", "he", "she") or subject:
        if last in ("it", "this", "that") or THINGS.search(joined):
            return verb in ("arrive", "ship", "leave", "reach", "follow", "go") and (
                has_due() or last in THINGS_THAT_GO
            )
        return verb not in WEAK - {"visit", "ring", "return", "come", "give", "process", "handle", "schedule", "install", "send"} and bool(STRONG_OBJECT.search(rest) or has_due())  # fmt: skip
    return False


THINGS_THAT_GO = frozenset(("order", "parcel", "package", "item", "replacement", "refund", "part", "shipment"))


def _has(bare: str, words: Words, place: int, start: int, subject: list[str]) -> Hit | None:
    """`have it repaired`, `have somebody call you`; `you will have our quote`."""
    if subject and subject[-1] == "you":
        return Hit(_act_of(bare[start:], Act.SEND), None, start)
    if subject and (subject[-1] in ("i", "we") or OUR_WORDS.search(" ".join(subject))):
        for word, _ in words[place + 1 : place + 7]:
            forms = english_forms().get(word)
            if forms and (Form.DONE in forms or Form.PLAIN in forms):
                return Hit(next(iter(forms.values()))[1], None, start)
        if re.match(r"have (?:someone|somebody|an engineer|a technician|our \w+|one of)\b", bare[words[place][1] :]):
            return Hit(Act.VISIT, None, start)
        if re.match(
            r"have (?:it|this|that|the|your|an?) (?:\w+ )?(?:ready|answer|report|quote|draft|update|response|available|done|on)",
            bare[words[place][1] :],
        ):
            return Hit(_act_of(bare[start:], Act.HANDLE), None, start)
    return None


def _will_be(bare: str, words: Words, place: int, start: int, subject: list[str], has_due: HasDue) -> Hit | None:
    rest = bare[words[place][1] :]
    if re.match(r"be (?:back )?(?:in touch|in contact|back (?:to|with) you|with you)", rest):
        return Hit(Act.REPLY, None, start)
    following = words[place + 1][0] if place + 1 < len(words) else ""
    forms = english_forms().get(following, {})
    if Form.DOING in forms and ((subject[-1:] and subject[-1] in ("i", "we")) or OUR_WORDS.search(" ".join(subject))):
        verb, act = forms[Form.DOING]
        if verb in NEEDS and not NEEDS[verb].search(re.sub(r"\b" + following, verb, rest, count=1)):
            return None
        return Hit(_act(act, rest), None, start)
    if set(subject) & NOT_OURS and not {"refund", "transfer"} & set(subject):
        return None
    if subject and subject[-1] in ("i", "we", "he", "she"):
        return None
    hit = _participle(words, place + 1, start)
    if hit is not None and (
        hit.act not in (Act.HANDLE, Act.VISIT, Act.INFORM)
        or has_due()
        or VAGUE.search(bare)
        or THINGS.search(" ".join(subject))
        or OUR_WORDS.search(" ".join(subject))
    ):
        return hit
    if has_due() and re.match(r"be (?:\w+ )?(?:ready|resolved|back (?:up|online|in service)|available|on its way|in the post|with you|done|out (?:to|for))\b", rest) and not {"i", "we"} & set(subject[-1:]):  # fmt: skip
        return Hit(_act_of(" ".join(subject), Act.DELIVER), None, start)
    return None


def _participle(words: Words, place: int, start: int) -> Hit | None:
    for word, _ in words[place : place + 3]:
        forms = english_forms().get(word)
        if forms and Form.DONE in forms and word not in NOT_DONE_FOR_YOU:
            return Hit(forms[Form.DONE][1], None, start)
        if word in ("kept",):
            return Hit(Act.INFORM, None, start)
        if not word.endswith("ly") and word not in ("fully", "then", "also", "duly", "be", "being", "soon"):
            return None
    return None


def _subject(words: Words, will: int) -> list[str] | None:
    """The words before `will` back to where its clause begins; None where it asks, or where what it says hangs on a relative."""
    found: list[str] = []
    for place in range(will - 1, max(-1, will - 9), -1):
        word = words[place][0]
        if word in (
            ",",
            ";",
            ":",
            ".",
            "!",
            "?",
            "(",
            ")",
            "and",
            "but",
            "so",
            "then",
            "because",
            "although",
            "though",
            "while",
            "if",
            "when",
            "once",
            "since",
        ):
            break
        if word in ("who", "which", "what", "whoever", "why", "how", "where"):
            return None
        if word == "that" and found:
            break
        found.insert(0, word)
        if word in ("i", "we", "you") and len(found) == 1:
            led = [each for each, _ in words[max(0, place - 3) : place]]
            if (led[-1:] and led[-1] in ASKED) or (word == "you" and {"ensure", "sure"} & set(led)):
                return None
            break
        if (
            word in ("i", "we", "you")
            and found[1:]
            and all(
                each in ("both", "all", "also", "then", "just", "personally", "certainly", "myself", "ourselves")
                for each in found[1:]
            )
        ):
            return [word]
    if not found and will > 0 and words[will - 1][0] in ("and", "then", "but", "so"):
        return [_first_person_before(words, will)] if _first_person_before(words, will) else None
    if not found and will == 0:
        following = words[1][0] if len(words) > 1 else ""
        return (
            None
            if following
            in ("you", "it", "the", "there", "we", "i", "they", "he", "she", "this", "that", "your", "someone")
            else []
        )
    return found


def _first_person_before(words: Words, will: int) -> str:
    return next((word for word, _ in reversed(words[:will]) if word in ("i", "we")), "")


def _standing(bare: str, has_due: HasDue) -> Hit | None:
    found = STANDS.search(bare)
    if found is None or re.search(
        r"\b(?:can't|cannot|not|don't|never|won't)\b", bare[max(0, found.start() - 20) : found.end() + 4]
    ):
        return None
    words = found[0]
    if "expect" in words and not has_due() and not VAGUE.search(bare):
        return None
    if re.search(r"working on|rest assured", words) and (
        re.search(r"\byou(?:'re| are)? working", bare) or ("assured" in words and not has_due())
    ):
        return None
    vague = bool(re.search(r"doing (?:everything|all)|working on|on it|with (?:me|us)", words))
    return Hit(_act_of(bare[found.start() :], Act.HANDLE), CommitmentKind.VAGUE if vague else None, found.start())


def _softly(bare: str, has_due: HasDue) -> Hit | None:
    found = SOFT_STANDS.search(bare)
    if found is None or re.search(r"\b(?:like|love|hope (?:you|this|that|it)|appreciate)\b", found[0]):
        return None
    verb = next((each for each in found.groups() if each), "")
    if re.match(r"(?:i|we) (?:try|attempt)\b", found[0]) or ("trying" in found[0] and not has_due()):
        return None
    forms = english_forms().get(verb, {})
    if verb and not forms and verb not in ("delivered", "with", "receive", "reach"):
        return None
    return Hit(next(iter(forms.values()))[1] if forms else _act_of(bare, Act.CHECK), CommitmentKind.SOFT, found.start())


def _deed(bare: str, words: Words, has_due: HasDue) -> Hit | None:
    """`reply by tomorrow`, `it goes out tomorrow`, `the visit is booked for Monday`: no future, a limit of time."""
    planned = PLANNED.search(bare) or GOES.search(bare)
    if (
        planned
        and has_due()
        and not re.search(r"\b(?:was|were|had|not|n't|meeting|call with|trip|flight|party)\b", bare)
    ):
        return Hit(_act_of(bare, Act.VISIT if "for" in planned[0] else Act.DELIVER), None, planned.start())
    if (
        len(words) > 10
        or not DEED.search(bare)
        or not has_due()
        or "please" in bare
        or re.search(r"\b(?:is|was|has|have|to|me|us|for)\b", bare)
    ):
        return None
    return Hit(_act_of(bare, Act.REPLY), None, 0)


_ACTS: tuple[tuple[str, Act], ...] = (
    ("call|phone|ring", Act.CALL), ("refund|credit|money|reimburse", Act.REFUND), ("repl|answer|respon|touch|hear|back to", Act.REPLY), ("deliver|order|parcel|package|ship", Act.DELIVER),
    ("quot|estimate", Act.QUOTE), ("posted|informed|updated|update|know|news", Act.INFORM), ("document|copy|invoice|contract|email|letter|report", Act.SEND), ("visit|engineer|technician|appointment", Act.VISIT),
    ("repair|fix|restor|resol", Act.REPAIR), ("check|look|investigat|review|find", Act.CHECK),
)  # fmt: skip


def _act_of(words: str, otherwise: Act) -> Act:
    for pattern, act in _ACTS:
        if re.search(rf"\b(?:{pattern})", words):
            return act
    return otherwise


def _act(act: Act, rest: str) -> Act:
    if act is not Act.HANDLE:
        return Act.REPLY if act is Act.VISIT and re.match(r"come back to", rest) else act
    if re.match(r"get(?:ting)? (?:back|in touch)", rest):
        return Act.REPLY
    return _act_of(rest, act) if re.match(r"(?:give|get|keep|let|make|put|take|work|follow|do|set)\b", rest) else act
