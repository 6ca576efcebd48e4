"""Names and places for generated customers: short lists of common ones, and a long tail composed of syllables.

None of the lists is the demonstration's; what is common follows the rank (Zipf), as names do.
"""

import numpy as np

GIVEN_FR = ["Jean", "Marie", "Pierre", "Michel", "André", "Philippe", "Nathalie", "Isabelle", "Sylvie", "Alain", "Bernard", "Catherine", "Martine", "Christian", "Daniel", "Christine", "Patrick", "Monique", "Jacques", "Françoise", "Nicolas", "Jacqueline", "Valérie", "Claude", "Stéphane", "Gérard", "Anne", "Christophe", "Éric", "Sandrine", "Laurent", "Véronique", "Julien", "Thomas", "Sébastien", "Céline", "Frédéric", "Chantal", "Dominique", "Olivier", "David", "Pascal", "Thierry", "Marcel", "Nicole", "Denise", "Suzanne", "Jeanne", "Hélène", "Stéphanie", "René", "Roger", "Patricia", "Louis", "Henri", "Paul", "Brigitte", "Camille", "Julie", "Aurélie", "Émilie", "Élodie", "Annie", "Guy", "Serge", "Maxime", "Alexandre", "Antoine", "Vincent", "Guillaume", "Romain", "Mathieu", "Jérôme", "Cédric", "Franck", "Sophie", "Virginie", "Karine", "Laëtitia", "Delphine", "Corinne", "Florence", "Audrey", "Caroline", "Marion", "Pauline", "Laura", "Sarah", "Manon", "Chloé", "Léa", "Lucas", "Hugo", "Arthur", "Jules", "Raphaël", "Gabriel", "Adam", "Nathan", "Théo", "Noah", "Enzo", "Inès", "Jade", "Louise", "Alice", "Lina", "Rose", "Anna", "Mila", "Zoé", "Lucie", "Georges", "Robert", "Raymond", "Maurice", "Lucien", "Fernand", "Albert", "Yvonne", "Madeleine", "Germaine", "Simone", "Paulette", "Odette", "Ginette", "Huguette", "Colette", "Josette", "Arlette", "Bernadette", "Geneviève", "Thérèse", "Marguerite", "Solange", "Éliane", "Liliane", "Josiane", "Danielle", "Évelyne", "Régine", "Joël", "Didier", "Gilles", "Bruno", "Hervé", "Yves", "Xavier", "Benoît", "Arnaud", "Fabrice", "Ludovic", "Grégory", "Damien", "Anthony", "Kévin", "Florian", "Quentin", "Clément", "Baptiste", "Bastien", "Corentin", "Tristan", "Rémi", "Adrien", "Mickaël", "Loïc", "Yann", "Gwenaëlle", "Maëlle", "Solène", "Clémence", "Margaux", "Justine", "Marine", "Mélanie", "Amandine", "Élise", "Charlotte", "Mathilde", "Agathe", "Capucine", "Victoire", "Ambre", "Noémie", "Salomé", "Apolline", "Ophélie", "Coralie", "Mohamed", "Fatima", "Karim", "Nadia", "Samir", "Leïla", "Rachid", "Yasmine", "Farid", "Amina", "Mehdi", "Sonia", "Bilal", "Khadija", "Ibrahim", "Mariam", "Ousmane", "Awa"]
COMPOUND_FR = ["Jean-Claude", "Jean-Pierre", "Marie-Claude", "Jean-Luc", "Anne-Marie", "Marie-Hélène", "Jean-Marc", "Marie-Christine", "Pierre-Yves"]
GIVEN_EN = ["James", "John", "Margaret", "Robert", "Susan", "William", "Mary", "David", "Sarah", "Richard", "Elizabeth", "Michael", "Patricia", "Peter", "Linda", "Thomas", "Karen", "Paul", "Emma", "Andrew", "Christine", "Mark", "Helen", "Stephen", "Jane", "Christopher", "Julie", "George", "Laura", "Edward", "Alison", "Simon", "Claire", "Anthony", "Rachel", "Kevin", "Rebecca", "Brian", "Deborah", "Graham", "Amanda", "Ian", "Sharon", "Alan", "Tracey", "Martin", "Nicola", "Philip", "Samantha", "Steven", "Louise", "Jonathan", "Hannah", "Matthew", "Charlotte", "Daniel", "Jessica", "Benjamin", "Sophie", "Samuel", "Lucy", "Joseph", "Amy", "Oliver", "Chloe", "Jack", "Emily", "Harry", "Grace", "Charlie", "Ella", "Jacob", "Mia", "Oscar", "Isla", "Alfie", "Freya", "Archie", "Poppy", "Henry", "Ivy", "Leo", "Florence", "Arthur", "Willow", "Muhammad", "Evelyn", "Dennis", "Doreen", "Kenneth", "Joyce", "Derek", "Maureen", "Raymond", "Beryl", "Donald", "Audrey", "Norman", "Hilda", "Leslie", "Vera", "Gordon", "Edna", "Trevor", "Sheila"]
FAMILY_FR = ["Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon", "Michel", "Lefebvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont", "Lambert", "Fontaine", "Rousseau", "Vincent", "Muller", "Lefèvre", "Faure", "André", "Mercier", "Blanc", "Guérin", "Boyer", "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Garcia", "Perrin", "Robin", "Clément", "Morin", "Nicolas", "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie", "Lemaire", "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas", "Brunet", "Gaillard", "Barbier", "Arnaud", "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Leroux", "Colin", "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine", "Renaud", "Dumas", "Lacroix", "Olivier", "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq", "Guillaume", "Lecomte", "Lopez"]
FAMILY_EN = ["Smith", "Jones", "Williams", "Brown", "Taylor", "Davies", "Evans", "Wilson", "Thomas", "Johnson", "Roberts", "Walker", "Wright", "Robinson", "Thompson", "White", "Hughes", "Edwards", "Green", "Lewis", "Wood", "Harris", "Martin", "Jackson", "Clarke", "Clark", "Turner", "Hill", "Scott", "Cooper", "Morris", "Ward", "Moore", "King", "Watson", "Baker", "Harrison", "Morgan", "Patel", "Young", "Allen", "Mitchell", "James", "Anderson", "Phillips", "Lee", "Bell", "Parker", "Davis", "Bennett", "Miller", "Cook", "Shaw", "Cox"]
CIRCLES = (
    "Catherine Cathy|Nicolas Nico|Élisabeth Babette|Christophe Chris|Stéphane Steph|Stéphanie Steph|Alexandre Alex|Frédéric Fred|"
    "Philippe Phil|Véronique Véro|Nathalie Nath|Isabelle Isa|Jean-Claude Jeannot|Dominique Dom|Sébastien Seb|Guillaume Guigui|"
    "Maxime Max|Benjamin Ben|Samuel Sam|Thomas Tom|Robert Bob|William Bill|Richard Dick|Margaret Maggie|Elizabeth Liz|"
    "Michael Mike|Susan Sue|Patricia Pat|Andrew Andy|Christine Chris|Stephen Steve|Edward Ted|Rebecca Becky|Deborah Debbie|"
    "Jonathan Jon|Matthew Matt|Daniel Dan|Joseph Joe|Florence Flo|Marguerite Margot|Suzanne Suzy|Bernadette Bernie|Mélanie Mél"
)
SHORT = dict(each.split() for each in CIRCLES.split("|"))

WAYS_FR = (("rue", "r."), ("avenue", "av."), ("boulevard", "bd"), ("chemin", "ch."), ("place", "pl."), ("allée", "all."), ("impasse", "imp."), ("quai", "quai"))  # fmt: skip
WAYS_EN = (("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Close", "Cl"), ("Drive", "Dr"))
TRADES = ["Plomberie", "Transports", "Menuiserie", "Librairie", "Fleuriste", "Optique", "Imprimerie", "Couverture", "Charpente", "Coiffure", "Brasserie", "Taxi"]
FORMS = ["SARL", "SAS", "EURL", "SA", "SASU", "Ltd", "Group"]
PROVIDERS = (
    ["gmail.com", "orange.fr", "hotmail.fr", "free.fr", "yahoo.fr", "wanadoo.fr", "outlook.com", "laposte.net", "sfr.fr", "icloud.com"]
)

_HEADS = ["Bar", "Bel", "Ber", "Bou", "Bra", "Cal", "Cam", "Car", "Cha", "Che", "Clo", "Col", "Cor", "Cou", "Dal", "Del", "Des", "Dor", "Dru", "Fal", "Fer", "Flo", "For", "Gar", "Gau", "Gil", "Gou", "Gra", "Gui", "Her", "Jal", "Jou", "Kel", "Ker", "Lan", "Lar", "Lau", "Lem", "Ler", "Lou", "Mal", "Mar", "Men", "Mon", "Mou", "Nav", "Nor", "Pal", "Pel", "Per", "Pin", "Por", "Pra", "Pru", "Quen", "Ram", "Ren", "Riv", "Rou", "Sal", "Sau", "Ser", "Sou", "Tal", "Tau", "Ter", "Tou", "Tra", "Val", "Var", "Ver", "Vil", "Vou"]
_MIDDLES = ["a", "ai", "an", "au", "e", "el", "en", "er", "i", "il", "in", "o", "oi", "on", "ou", "u", "ur", "y", "ol", "et"]
_TAILS = ["bard", "beau", "bert", "bot", "chard", "chet", "court", "dan", "deau", "dier", "din", "don", "doux", "fin", "gnac", "gnon", "lard", "let", "lier", "lin", "lon", "lot", "mand", "mard", "mel", "met", "mont", "nard", "neau", "net", "nier", "nin", "quet", "rand", "reau", "ret", "rier", "rin", "rol", "rot", "saud", "seau", "sel", "sier", "sin", "son", "tard", "teau", "tel", "tier", "tin", "ton", "tot", "vel", "vert", "vin", "von", "zac"]


def composed(number: int, picker: np.random.Generator) -> list[str]:
    """That many distinct names of two or three syllables, in an order that `picker` chose."""
    long = [head + middle + tail for head in _HEADS for middle in _MIDDLES for tail in _TAILS]
    short = [head + tail for head in _HEADS for tail in _TAILS]
    return [str(name) for name in picker.permutation(np.array(short + long))[:number]]


def by_rank(names: list[str], exponent: float) -> tuple[list[str], np.ndarray]:
    """Names, and how probable each is: as its rank to the power of -`exponent`, floats that sum to 1."""
    weights = 1 / np.arange(3, len(names) + 3) ** exponent
    return names, weights / weights.sum()
