"""Who is at which end of a message: the company, known by its domains, or somebody outside."""

import re
from dataclasses import dataclass

from visavis.sources.kinds.mailbox.declaration import Mailbox
from visavis.sources.kinds.mailbox.headers import Headers, addresses, first

_ROLES = frozenset(
    """contact contacts info infos service services client clients sav support help helpdesk aide hello bonjour accueil
    commande commandes order orders sales vente ventes commercial commerciale compta comptabilite comptabilité
    facturation factures billing invoice invoices office admin administration team equipe équipe livraison livraisons
    delivery logistique logistics shop boutique magasin agence reclamation reclamations réclamation réclamations
    complaint complaints reservation reservations booking bookings care customer customers desk mail noreply reply web
    webmaster press presse job jobs recrutement technique tech urgence urgences assistance hotline devis quote quotes
    accounts account marketing newsletter communication direction secretariat secrétariat relation relations
    consommateur consommateurs qualite qualité quality garantie warranty retour retours returns paiement payment
    planning dispatch depot dépôt stock achats purchasing postmaster abuse security privacy dpo rgpd gdpr""".split()  # noqa: SIM905 (a list of a hundred words reads better so)
)


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a message: who is outside, under which name, and the company's own address."""

    direction: str
    client: str | None
    name: str | None
    colleague: str | None
    sender: str
    form: bool = False
    """Whether a form of the company's site wrote it, for a client who is to be answered."""


@dataclass(frozen=True, slots=True)
class Company:
    """The addresses of a company."""

    domains: frozenset[str]
    single: frozenset[str]

    @classmethod
    def of(cls, mailbox: Mailbox) -> "Company":
        """As declared."""
        named = [*mailbox.domains, *mailbox.shared, *([mailbox.holder.address] if mailbox.holder else [])]
        single = frozenset(each for each in named if "@" in each)
        return cls(frozenset(each for each in mailbox.domains if "@" not in each), single)

    def owns(self, address: str) -> bool:
        """Whether an address is the company's: of one of its domains, those below them included."""
        if address in self.single:
            return True
        labels = address.rpartition("@")[2].split(".")
        return any(".".join(labels[place:]) in self.domains for place in range(len(labels)))

    def ends(self, headers: Headers) -> Ends | None:
        """Who wrote to whom; None where nobody is named as its writer."""
        senders = addresses(headers.get("from", [])) or addresses(headers.get("sender", []))
        if not senders:
            return None
        name, sender = senders[0]
        named = [*headers.get("to", ()), *headers.get("cc", ()), *headers.get("bcc", ())]
        recipients = addresses(named)
        own = next((address for _, address in recipients if self.owns(address)), None)
        if not self.owns(sender):
            return Ends("in", sender, name or None, own, sender)
        outside = [each for each in recipients if not self.owns(each[1])]
        if outside:
            return Ends("out", outside[0][1], outside[0][0] or None, sender, sender)
        asking = [each for each in addresses(headers.get("reply-to", [])) if not self.owns(each[1])]
        if asking and own is not None:
            return Ends("in", asking[0][1], asking[0][0] or None, own, sender, form=True)
        return Ends("internal", None, None, sender, sender)

    def owns_list(self, headers: Headers) -> bool:
        """Whether a mailing list is the company's own, as a shared mailbox kept as a group is."""
        found = re.search(r"<?([\w.-]+)>?\s*$", first(headers, "list-id"))
        return found is not None and self.owns(f"@{found[1].lower().strip('.')}")


def looks_personal(address: str) -> bool:
    """Whether an address is a person's rather than a team's: `marie.dupont@`, not `service.client@`."""
    parts = re.split(r"[._-]", address.partition("@")[0])
    letters = [part for part in parts if re.fullmatch(r"[^\W\d_]+\d{0,2}", part)]
    return len(parts) in (2, 3) and len(letters) == len(parts) and not _ROLES & set(parts) and max(map(len, parts)) > 2
