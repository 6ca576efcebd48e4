"""Golden texts: what is left of mails as French and English mailers write them."""

import pytest

from visavis.sources.kinds.mailbox.html import text_of_html
from visavis.sources.kinds.mailbox.own_words import own_words

GMAIL = "Oui, c’est noté.\n\nLe lun. 3 mars 2025 à 10:12, Zoé Durand <zoe@mail.example> a\nécrit :\n\n> Bonjour,\n> où est mon colis ?\n"
INLINE = """On Mon, 3 Mar 2025 at 10:12, Ann Lee <ann@mail.example> wrote:
> Is it in stock?
Yes, three of them.
> And blue?
Only in red.
"""
OUTLOOK = """Bonjour, je n’ai rien reçu.

De : Service clients <sav@exemple.fr>
Envoyé : lundi 3 mars 2025 10:12
À : Zoé Durand
Objet : Colis

Votre colis est parti.
"""
OUTLOOK_EN = """Still nothing.

________________________________
From: Support <sav@exemple.fr>
Sent: Monday, March 3, 2025 10:12 AM
To: Ann Lee
Subject: Parcel

It has left.
"""
UNMARKED = "Merci beaucoup !\n\nLe 03/03/2025 10:12, sav@exemple.fr a écrit :\nVotre colis est parti.\n"
FORWARDED = "Voici sa réponse.\n\n---------- Forwarded message ---------\nFrom: x@y.example\n\nBonjour\n"
ORIGINAL = "Je refuse.\n\n-----Message d'origine-----\nDe : SAV\nNous proposons 10 €.\n"
SIGNED = """Bonjour,

Mon chauffe-eau fuit depuis mardi.

Bien cordialement,

Zoé Durand
12 rue des Lilas, 69003 Lyon
06 12 34 56 78
"""
DASHES = "Please call me.\n-- \nAnn Lee\nHead of Buying\nAcme Ltd\n"
PHONE = "Toujours rien…\n\nEnvoyé de mon iPhone\n"
FORMULA = "Je demande le remboursement.\n\nJe vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées.\nM. Paul\n"
POSTSCRIPT = "Tout est réglé.\nCordialement,\nPaul\nPS : le livreur a été parfait, dites-le lui.\n"
LAWYERS = "Ci-joint la facture.\n\nCe message et ses pièces jointes sont confidentiels et destinés à leur seul destinataire.\n"
SENTENCE = "Regards croisés sur votre offre : je la trouve chère, et je tiens à vous dire pourquoi.\nD’abord le prix."

BARE = "Votre demande est enregistrée.\n\nLéon Lacroix\nAdministration des ventes\nBrévane\nTél. : 04 77 00 00 01\n"
BARE_EN = (
    "It left today.\n\nJoan O’Neil\nAcme Ltd\n+44 20 7946 0000\n\nOn 03/03/2025 10:12, Ann wrote:\n> Where is it?\n"
)
NO_SIGNATURE = "Ma nouvelle adresse:\n\nPaul Dupont\n12 rue des Lilas"
ASKING = "Bonjour,\n\nRappelez Paul\nau 06 12 34 56 78, merci.\nIl attend."

GOLDEN = [
    (BARE, "Votre demande est enregistrée."),
    (BARE_EN, "It left today."),
    (NO_SIGNATURE, NO_SIGNATURE),
    (ASKING, ASKING),
    (GMAIL, "Oui, c’est noté."),
    (INLINE, "Yes, three of them.\nOnly in red."),
    (OUTLOOK, "Bonjour, je n’ai rien reçu."),
    (OUTLOOK_EN, "Still nothing."),
    (UNMARKED, "Merci beaucoup !"),
    (FORWARDED, "Voici sa réponse."),
    (ORIGINAL, "Je refuse."),
    (SIGNED, "Bonjour,\n\nMon chauffe-eau fuit depuis mardi."),
    (DASHES, "Please call me."),
    (PHONE, "Toujours rien…"),
    (FORMULA, "Je demande le remboursement."),
    (POSTSCRIPT, POSTSCRIPT.strip()),
    (LAWYERS, "Ci-joint la facture."),
    (SENTENCE, SENTENCE),
    ("> tout est cité\n> vraiment", ""),
    ("De : moi\nje n’ai rien à dire de plus", "De : moi\nje n’ai rien à dire de plus"),
    ("Le client me l’a écrit :\nc’est fini", "Le client me l’a écrit :\nc’est fini"),
    ("J’attends.\r\nThanks\r\n", "J’attends.\nThanks"),
]


@pytest.mark.parametrize(("text", "left"), GOLDEN, ids=range(len(GOLDEN)))
def test_what_the_writer_wrote_this_time(text: str, left: str) -> None:
    assert own_words(text) == left
    assert own_words(left) == left


HTML = [
    ("<p>Bonjour&nbsp;!</p><p>Caf&eacute; <b>froid</b><br>et tard</p>", "Bonjour !\n\nCafé froid\net tard"),
    ("<style>p{}</style><script>x</script><div>a</div><div>b</div>", "a\nb"),
    ('<div>Oui</div><div class="gmail_quote"><div>Le lun. … a écrit :</div><blockquote>Non</blockquote></div>', "Oui"),
    ('<p>Oui</p><blockquote type="cite"><p>Non</p></blockquote><p>Et aussi</p>', "Oui\n\nEt aussi"),
    ('<p>Oui</p><div id="divRplyFwdMsg"><b>De :</b> x</div><p>Non</p>', "Oui"),
    ('<p>Oui</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>De : x</p></div>', "Oui"),
    ('<p>Oui</p><div class="moz-signature">-- <br>Zoé</div>', "Oui"),
    ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
    ("<p>sans fin <b", "sans fin"),
    ("<![endif]--><p>Outlook</p><![bogus x", "Outlook"),
]


@pytest.mark.parametrize(("content", "text"), HTML, ids=range(len(HTML)))
def test_html_as_text(content: str, text: str) -> None:
    assert text_of_html(content) == text
