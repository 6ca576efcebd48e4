"""What the words of English promises look like: patterns and lists for `english.py`."""

import re

WORD = re.compile(r"[a-z]+(?:'t\b|(?:-[a-z]+)+)?|'(?:ll|re|ve|m|d|s)\b|[,;:.!?()]|\d[\d.,:/]*")
CUE = re.compile(r"\b(?:will|shall|wil|gonna|going|promise|commit|guarantee|undertake|let|let's|try|hope|hoping|should|aim|goes|ships|leaves|arrives|booked|scheduled|arranged|hopefully|intend|expect|working|reply|refund|answer|be|be in|am|are|is)\b|'ll|ll\b|ing\b|'m|'re")  # fmt: skip
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
SOON = re.compile(
    r"as (?:soon|quickly|fast|early) as (?:possible|we can|i can|it is possible|we are able)|asap|after all|when possible|if possible|where possible"
)
INVITES = re.compile(
    r"(?<!see )(?<!check )\bif (?:you|you're|you've|u|anyone|there is|there are|there's|this|it is|it's|that|not|so|possible|needed|necessary|any of|that's|interested|your|we can|we may|i can)(?:'d|'re|'ve| are| have| had| would| should| want| need| wish| like| prefer| love| enjoy| find| experience| run| can| do| don't| continue| choose| decide| require| still| ever| believe| think| feel| see| notice| get| start| use| work| works)?\b|(?<!see )\bwhether\b|\bshould you\b|\b(?:when|whenever|where|(?<!soon )(?<!early )(?<!quickly )as) (?:you|your)\b|\bonce you\b"
)
GIVES = re.compile(
    r"\b(?:once|when|as soon as|after|until) (?:you|u)(?:'ll|'ve| have| will| are|'re)? (?:please |also |just |kindly )?(?:send|sent|give|given|provide|provided|forward|forwarded|return|returned|confirm|confirmed|reply|replied|sign|signed|share|shared|emailed|submit|submitted|fill|filled|complete|completed|pay|paid|approve|approved|accept|accepted|agreed|uploaded|cleared|done|land|ready)\b"
)
ASKS_FIRST = re.compile(r"^\W*(?:[\w']+, ?)?(?:please |just |kindly |simply )*(?:send|give|let|provide|forward|reply|email|call|sign|return|share|drop|tell|confirm|dm|pm|attach|fill|complete|post|get|bring|pick|shoot|fax|advise|mail)\b[^.]*?(?:\band\b|,|\bso\b)(?= ?(?:then |we|i|our|and))")  # fmt: skip
VAGUE = re.compile(
    r"as (?:soon|quickly|fast|early) as|\basap\b|\bsoon\b|shortly|promptly|in due course|right away|straight ?away|quickly|immediately|at (?:the|our|my) earliest|in the near future|in a timely|without delay|in a (?:bit|while|moment)|eventually|later on|at once|keep(?:ing)? you (?:posted|updated|informed|in the loop)|in the coming|over time|when (?:i|we) can|a\.s\.a\.p"
)
SOFT = re.compile(r"\b(?:try|tries|trying|hope|hopes|hoping|hopefully|aim|aims|aiming|attempt|attempting|endeavou?r|should|might|may|could|maybe|perhaps|probably|possibly|likely|plan to|planning to|intend|think|expect to|if (?:i|we) can|see (?:what|if|whether|about|how)|do what|pass (?:\w+ ){1,4}(?:on|along)|escalat\w+|pass(?:ing)? (?:it|this|that) (?:on|along)|where (?:we|i) can|would like to)\b")  # fmt: skip
NOT_OURS = frozenset(["client", "customer", "customers", "clients", "buyer", "tenant", "payment", "payments", "subscription", "contract", "price", "prices", "rate", "rates", "fee", "fees", "tax", "taxes", "market", "meeting", "government", "court", "bank", "utility", "school", "game", "weather", "law", "customers'", "users", "user", "people", "customs", "police", "airline", "manufacturer", "their", "his", "her", "provider", "landlord", "insurer", "lender", "council's", "apple", "google", "microsoft", "amazon", "nobody", "none", "hospital", "embassy", "union"])  # fmt: skip
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
    "change": re.compile(r"\bchange (?:the|your|it|this|that|them)\b"),
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
    r"\b(?:i|we) (?:hereby |do |solemnly |can )?(?:promise|commit|undertake|guarantee|pledge|vow)\b(?!s? not)|\byou have my word|\byou can (?:expect|count on)|(?:\bplease |\bshould |^)expect (?:our|a|an|my|your|the|delivery|to hear)|\bworking on (?:it|this|that|a fix|a solution|the|your|getting|fixing|resolving)|\brest assured|\bworking (?:hard |round the clock )?to (?:restore|fix|resolve|get|repair)|\bdoing (?:everything|all) (?:we|they|it|in|to)|\bi'm on it|\bleave it with (?:me|us)|\b(?:i|we)'?(?:m|re| am| are) committed to"
)
SOFT_STANDS = re.compile(r"\b(?:i|we)(?:'ll| will|'d| shall)? (?:also |then |certainly |definitely )?(?:try|hope|aim|attempt|intend|plan|endeavou?r|expect|hoping|aiming|should be able)\b (?:to |and )?(?:be able to )?([a-z-]+)|\b(?:i|we)'?(?:m|re| am| are) (?:hoping|aiming|planning|trying|going to try) to ([a-z-]+)|\b(?:i|we) should be able to ([a-z-]+)|\b(?:should|ought to) (?:now |also )?(?:be )?(arrive|delivered|shipped|refunded|repaired|fixed|resolved|receive|reach|restored|processed|sent|with)\b|\b(?:i|we)(?:'ll| will|'m going to| am going to) see (?:what|if|whether|about|how)|\bdo (?:what|everything|all) (?:we|i) can|\bhopefully (?:we|i|it|your|the) (?:\w+ ){1,3}(?:get|send|deliver|arrive|fix|have|ship)|\b(?:let me|allow me to) (?:see|check|look|find|ask|try|verify|speak|talk|get|have|run|pull|take|confirm)\b(?! what you| you)")  # fmt: skip
PROGRESSIVE = frozenset(["sending", "shipping", "calling", "coming", "visiting", "refunding", "dispatching", "forwarding", "delivering", "arranging", "processing", "crediting", "replacing", "issuing", "mailing", "booking", "emailing", "working", "investigating", "checking", "preparing", "transferring", "escalating", "finalizing", "finalising", "submitting", "writing", "posting", "resending"])  # fmt: skip
DEED = re.compile(r"^\W*(?:a |the |an |our |my |your |full |first |next )*(?:reply|answer|response|refund|delivery|visit|repair|call|callback|call-back|replacement|quote|quotation|correction|dispatch|update|shipment|feedback)\b")  # fmt: skip
ASKED = frozenset(("how", "what", "why", "where", "when", "which", "who", "whether", "if", "bet", "day", "time"))
NOT_DONE_FOR_YOU = frozenset(
    [
        "put",
        "set",
        "let",
        "run",
        "come",
        "kept",
        "found",
        "held",
        "shown",
        "bound",
        "discussed",
        "included",
        "met",
        "closed",
        "covered",
        "begun",
        "released",
    ]
)
PLANNED = re.compile(
    r"\b(?:(?:we|i)(?:'ve| have) (?:now )?(?:booked|scheduled|arranged|planned|rescheduled) .{0,60}\b(?:for|on)|(?:visit|delivery|appointment|repair|installation|engineer|technician|refund|replacement|collection|call) (?:is|has been|are) (?:now |re)?(?:booked|scheduled|arranged|planned|due|set|confirmed)(?: in)? (?:for|on))\b"
)
GOES = re.compile(
    r"\b(?:it|order|parcel|package|replacement|part|item|refund|payment|letter|delivery)(?: \w+)? (?:goes out|ships|leaves|arrives|goes off|gets to you)\b"
)
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
THINGS_THAT_GO = frozenset(("order", "parcel", "package", "item", "replacement", "refund", "part", "shipment"))
LEADS = frozenset(["also", "then", "now", "just", "certainly", "definitely", "gladly", "personally", "of", "course", "either", "both", "all", "have", "please", "surely", "again", "go", "always", "try", "to"])  # fmt: skip
"""What may stand between `will` and what will be done."""
CASE = re.compile(
    r"(?:if|when|should|whether) (?!(?:there|this|it|that)(?:'s| is| are| would be| was) (?:anything|any|ok|okay|fine|convenient|possible|needed|necessary|something|a problem|of interest|urgent|all right|alright|more)|(?:that|this|it) (?:works|suits|helps|would|sounds|interests|seems)|any )(?:the|this|it|that|there|your|i|we|they|he|she|none|nothing|no one|nobody|one|you (?:not be able|cannot|can't|don't (?:hear|receive|get)|haven't|have not|didn't|hear nothing|were|arrive|get to))\b"
)
"""What happens, not what the client wishes: `if that does not work`, `should you not be able`."""
TELLS_WHEN = re.compile(
    r"\b(?:let you know|tell you|update you|notify you|inform you|advise you|message you|email you|call you)\b[^.]{0,20}?\b(?:when|once|if|as soon as|whether)\b(?! (?:you (?:want|wish|like|need|prefer)|not|necessary|needed))"
)
"""News are promised for when something happens."""
DONE_BY_PERSONS = frozenset(["send", "call", "reply", "respond", "contact", "email", "forward", "ring", "phone", "update", "fix", "refund", "confirm", "deliver", "dispatch", "handle", "process", "draft", "prepare", "follow", "provide", "arrange", "ship", "answer", "credit", "schedule", "book", "write", "text", "post", "collect", "repair", "replace", "issue", "share", "circulate", "order", "review"])  # fmt: skip
"""What somebody named does for the client, though no client is named."""
LOOKS = re.compile(
    r"(?:will|'ll|shall|going to|be) (?:\w+ly |also |then |of course |have (?:\w+ )?)?(?:be )?(?:look|review|check|examin|consider|investigat|talk to|speak (?:to|with)|raise|mention|pass|flag|ask|study|explore|keep an eye|take (?:a look|your|this|that|these|it)|tak(?:e|en) on board|add (?:it|this|that) to|bring (?:it|this|that) up|brought to|bear|note|give (?:it|this|that) (?:some|a)|make sure|see (?:to it )?(?:what|if|whether)|think|monitor|reviewed|dig)"
)
"""A look, a thought, a word to somebody: nothing that the reader gets, unless an answer is promised too."""
ANSWERS = re.compile(
    r"\b(?:let you know|get back|come back|tell you|report back|update you|reply|revert|call you|ring you|email you|write to you|in touch|keep you|send|give you|care of|post (?:it|what)|you'll (?:hear|have|get)|and (?:fix|sort|correct|replace|refund|credit)|with (?:an|my|the) (?:answer|result|findings))\b"
)
TOGETHER = re.compile(
    r"\b(?:together|both of us|the two of us|both sides)\b|\bwe(?:'ll| will| shall|'re going to)? (?:\w+ )?(?:discuss|talk|speak|meet|catch up|chat|settle|go over|go through|touch base|reconvene|see (?:each other|how|you))\b(?! to (?:your|our|the))|\blet's\b"
)
"""What we and the reader do together binds both."""
