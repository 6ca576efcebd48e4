"""What thanks are for, in words: a theme, never a person."""

from visavis.mistakes import Words
from visavis.vocabulary import FRENCH, Theme

ENGLISH = {
    Theme.WAITING: "waiting and reachability",
    Theme.PRICE: "price and invoice",
    Theme.REFUND: "refund and returns",
    Theme.QUALITY: "quality of the product",
    Theme.WEBSITE: "website and app",
    Theme.RECEPTION: "reception and manner",
    Theme.FOLLOW_UP: "follow-up",
    Theme.CONTRACT: "contract and renewal",
}

THEMES = {str(theme): Words(FRENCH[theme], ENGLISH.get(theme, str(theme))) for theme in Theme if theme != Theme.OTHER}
