"""What machines wrote: answers of an absence, bounces, lists, notifications. None of it is a client's voice, or an answer to one."""

import re

from visavis.sources.kinds.mailbox.company import Company, Ends
from visavis.sources.kinds.mailbox.headers import Headers, first, text_of

AUTO_REPLY, BOUNCE, LIST, NOTIFICATION = "auto-reply", "bounce", "list", "notification"

_ABSENT = re.compile(
    r"^\s*(?:\[[^\]]{0,30}\]\s*)?(?:réponse automatique|reponse automatique|réponse d.absence|absence du bureau|message d.absence|automatic reply|auto(?:matic)?[- ]?reply"
    r"|autoreply|auto(?:matic)? response|out of (?:the )?office|abwesenheitsnotiz|notification d.absence)\b",
    re.I,
)
_BOUNCED = re.compile(r"mailer-daemon|postmaster|mail-daemon|maildaemon|bounces?|mailer_daemon", re.I)
_MACHINES = re.compile(
    r"(?:no|ne|pas|do|not|dont|donot|nepas|ne-pas)?[-_.]?(?:noreply|no-reply|no_reply|no\.reply|nepasrepondre|ne-pas-repondre|ne_pas_repondre|ne\.pas\.repondre|donotreply|do-not-reply|do_not_reply|notifications?|mailer)(?:[-_.+].*)?",
    re.I,
)
_REPLIES = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "x-auto-response",
    "x-mail-autoreply",
    "x-autoreply-from",
    "x-loop",
    "x-vacation",
)


def automatic(headers: Headers, ends: Ends, company: Company) -> str | None:
    """What kind of machine wrote a message; None for what a person wrote, a form of the company's own site included."""
    if (found := _bounce(headers, ends)) is not None:
        return found
    if _replies(headers):
        return AUTO_REPLY
    if ends.form:
        return None
    if _is_list(headers, ends, company):
        return LIST
    submitted = first(headers, "auto-submitted").lower()
    if (submitted and not submitted.startswith("no")) or _MACHINES.fullmatch(ends.sender.partition("@")[0]):
        return NOTIFICATION
    return None


def _bounce(headers: Headers, ends: Ends) -> str | None:
    kind = first(headers, "content-type").lower()
    if kind.startswith("multipart/report"):
        return BOUNCE if "disposition-notification" not in kind else NOTIFICATION
    if "x-failed-recipients" in headers or _BOUNCED.fullmatch(ends.sender.partition("@")[0]):
        return BOUNCE
    return None


def _replies(headers: Headers) -> bool:
    if first(headers, "auto-submitted").lower().startswith("auto-replied"):
        return True
    if any(name in headers and first(headers, name).lower() not in ("no", "false", "0") for name in _REPLIES):
        return True
    if first(headers, "precedence").lower() == "auto_reply":
        return True
    return _ABSENT.match(text_of(first(headers, "subject"))) is not None


def _is_list(headers: Headers, ends: Ends, company: Company) -> bool:
    """A list's mail; but a group of the company's own, by which it reads its clients, hides none of them."""
    if ends.direction == "in" and company.owns_list(headers):
        return False
    named = any(name in headers for name in ("list-id", "list-post", "list-unsubscribe", "x-mailing-list"))
    return named or first(headers, "precedence").lower() in ("bulk", "list", "junk")
