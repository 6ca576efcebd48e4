"""What linking compares and finds, as people say it."""

from visavis.mistakes import Words

COMPARISONS: dict[str, Words] = {
    "prior": Words("au départ (deux fiches au hasard)", "to begin with (two records at random)"),
    "given": Words("prénom", "given name"),
    "household": Words("nom et adresse", "family name and address"),
    "family": Words("nom de famille", "family name"),
    "place": Words("adresse", "address"),
    "email": Words("e-mail", "e-mail"),
    "phone": Words("téléphone", "phone"),
    "birth_date": Words("date de naissance", "date of birth"),
    "company": Words("entreprise", "company"),
    "siren": Words("SIREN", "SIREN"),
}
LEVELS: dict[str, Words] = {
    "": Words("", ""),
    "same": Words("identique", "the same"),
    "swapped": Words("prénom et nom intervertis", "given and family name swapped"),
    "nickname": Words("diminutif", "short form"),
    "initial": Words("même initiale", "same initial"),
    "part": Words("une partie", "one part of it"),
    "two names, same family": Words("deux prénoms d’usage, même nom", "two given names in use, same family name"),
    "two names, two families": Words("deux prénoms d’usage, deux noms", "two given names in use, two family names"),
    "two names, two families, same birth": Words(
        "deux prénoms d’usage, deux noms, nés le même jour",
        "two given names in use, two family names, born the same day",
    ),
    "different, same family": Words("autre prénom, même nom", "other given name, same family name"),
    "different, same family and birth": Words(
        "autre prénom, même nom, né le même jour", "other given name, same family name, born the same day"
    ),
    "near": Words("presque identique", "nearly the same"),
    "different": Words("différent", "different"),
    "same name and street": Words("même nom, même rue", "same name, same street"),
    "same name and postcode": Words("même nom, même code postal", "same name, same postcode"),
    "near name, same street": Words("nom presque identique, même rue", "nearly the same name, same street"),
    "near name, same postcode": Words("nom presque identique, même code postal", "nearly the same name, same postcode"),
    "same name, moved": Words("même nom, autre adresse", "same name, other address"),
    "near name, moved": Words("nom presque identique, autre adresse", "nearly the same name, other address"),
    "different name, same street": Words("autre nom, même rue", "other name, same street"),
    "different name, same postcode": Words("autre nom, même code postal", "other name, same postcode"),
    "same street": Words("même rue", "same street"),
    "same postcode": Words("même code postal", "same postcode"),
    "moved": Words("autre adresse", "other address"),
}
RULES: dict[str, Words] = {
    "also known as": Words("une source donne la clé de l’autre fiche", "a source names the other record’s key"),
    "decided": Words("décidé par un collègue", "decided by a colleague"),
    "address": Words("adresse d’un seul client", "address that one client alone holds"),
    "email": Words("même e-mail", "same e-mail"),
    "phone": Words("même téléphone", "same phone"),
    "siren": Words("même SIREN", "same SIREN"),
    "birth date and given name": Words("même naissance, même prénom", "same birth date, same given name"),
    "birth date and family name": Words("même naissance, même nom", "same birth date, same family name"),
    "postcode, given name and family initial": Words(
        "même code postal, même prénom, même initiale du nom", "same postcode, same given name, same family initial"
    ),
    "postcode and given name": Words("même code postal, même prénom", "same postcode, same given name"),
    "postcode and family name": Words("même code postal, même nom", "same postcode, same family name"),
    "street": Words("même rue", "same street"),
    "birth date and initial": Words("même naissance, même initiale", "same birth date, same initial"),
    "birth date and region": Words("même naissance, même région", "same birth date, same region"),
    "house number, postcode and initial": Words(
        "même numéro, même code postal, même initiale", "same house number, postcode and initial"
    ),
    "street in any town and initial": Words(
        "même rue, même numéro, même initiale", "same street, same number, same initial"
    ),
    # Keys of former models, which edges written then still name.
    "birth date": Words("même date de naissance", "same birth date"),
    "birth date and postcode": Words("même naissance, même code postal", "same birth date, same postcode"),
    "street in any town": Words("même rue et numéro", "same street and number"),
    "house number and postcode": Words("même numéro, même code postal", "same house number, same postcode"),
    "company and given name": Words("même entreprise, même prénom", "same company, same given name"),
    "company and family name": Words("même entreprise, même nom", "same company, same family name"),
    "organisation": Words("même raison sociale", "same organisation name"),
    "full name": Words("mêmes prénom et nom", "same full name"),
    "swapped name": Words("prénom et nom intervertis", "swapped name"),
}
FIELDS: dict[str, Words] = {
    "given_name": Words("prénom", "given name"),
    "family_name": Words("nom de famille", "family name"),
    "name": Words("nom", "name"),
    "birth_date": Words("date de naissance", "date of birth"),
    "emails": Words("e-mails", "e-mails"),
    "phones": Words("téléphones", "phones"),
    "street": Words("rue", "street"),
    "postcode": Words("code postal", "postcode"),
    "city": Words("ville", "city"),
    "country": Words("pays", "country"),
    "company": Words("entreprise", "company"),
    "language": Words("langue", "language"),
    "kind": Words("type", "kind"),
    "also_known_as": Words("autres clés", "other keys"),
    "updated_on": Words("modifiée le", "changed on"),
    "updated_at": Words("modifiée le (UTC)", "changed at (UTC)"),
}
KINDS: dict[str, Words] = {
    "person": Words("personne", "person"),
    "organisation": Words("organisation", "organisation"),
}
UNITS_SAID: dict[str, Words] = {
    "name": Words("nom", "name"),
    "company": Words("entreprise", "company"),
    "address": Words("adresse", "address"),
    "birth_date": Words("date de naissance", "date of birth"),
    "language": Words("langue", "language"),
    "emails": Words("e-mail", "e-mail"),
    "phones": Words("téléphone", "phone"),
}
"""What a rule of the golden record is about, as people call it."""
