"""Why a row was rejected: the codes of `rejects.reason` in words, with what to do."""

from visavis.mistakes import Words

REASONS: dict[str, Words] = {
    "too-few-columns": Words(
        fr="la ligne a moins de colonnes que l’en-tête", en="the line has fewer columns than the header"
    ),
    "too-many-columns": Words(
        fr="la ligne a plus de colonnes que l’en-tête", en="the line has more columns than the header"
    ),
    "broken-quotes": Words(
        fr="des guillemets ne sont pas refermés ou sont mal placés", en="quotes are not closed, or misplaced"
    ),
    "line-too-long": Words(fr="la ligne dépasse 2 Mio", en="the line is longer than 2 MiB"),
    "undecodable": Words(
        fr="des octets illisibles dans l’encodage du fichier (encodages mêlés ?)",
        en="bytes that can't be read in the file's encoding (mixed encodings?)",
    ),
    "malformed": Words(fr="la ligne n’a pas la forme d’un enregistrement", en="the line is not formed as a row"),
    "not-json": Words(fr="la ligne n’est pas un objet JSON", en="the line is no JSON object"),
    "missing-key": Words(fr="la clé est vide", en="the key is missing"),
    "missing-value": Words(fr="un champ indispensable est vide", en="a field that the fact needs is missing"),
    "different-content-under-one-key": Words(
        fr="la même clé a déjà un autre contenu (déclarez version_by, ou une clé plus complète)",
        en="the same key has another content already (declare version_by, or a fuller key)",
    ),
    "not-a-date": Words(fr="ce n’est pas une date", en="this is no date"),
    "impossible-date": Words(fr="cette date n’existe pas", en="this date does not exist"),
    "date-out-of-range": Words(
        fr="date avant 1950 ou après 2199 (naissance: avant 1880)",
        en="date before 1950 or after 2199 (birth: before 1880)",
    ),
    "day-first-unknown": Words(
        fr="jour ou mois d’abord ? déclarez read.day_first", en="day or month first? declare read.day_first"
    ),
    "not-a-number": Words(fr="ce n’est pas un nombre", en="this is no number"),
    "ambiguous-number": Words(
        fr="la virgule sépare-t-elle milliers ou décimales ? déclarez read.decimal",
        en="does the comma mark thousands or decimals? declare read.decimal",
    ),
    "not-an-integer": Words(fr="ce n’est pas un nombre entier", en="this is no whole number"),
    "not-a-boolean": Words(fr="ce n’est ni oui ni non", en="this is neither yes nor no"),
    "not-in-map": Words(fr="valeur absente de map", en="the value is not in map"),
    "score-outside-scale": Words(fr="note hors de son échelle", en="the score is outside its scale"),
}
