"""Words that name nothing: articles, pronouns, auxiliaries, greetings. French and English, folded."""

_FRENCH = """
a ai aie ainsi alors apres as assez au aucun aucune aujourd aussi autre autres aux avais avait avant avec avez aviez avions
avoir avons beaucoup bien bon bonne bonsoir bonjour c ca car ce ceci cela celle celles celui cependant ces cet cette ceux chaque
chez ci comme comment cordialement d dans de deja depuis des desormais deux devant doit dois donc dont du elle elles en encore
enfin ensuite entre es est et etait etaient etais etant ete etes etre eu eux fait faire fais faut fois font grand grande gros
hello hier ici il ils j jamais je jour jours jusqu jusque juste l la le les leur leurs lors lui m ma madame mademoiselle maintenant
mais me meme memes mes messieurs mieux mis moi moins mon monsieur n ne ni non nos notre nous on ont ou oui par parce pas pendant
peu peut peux plus plusieurs plutot point pour pourquoi pourtant pouvez prealable pres presque puis puisque qu quand que quel
quelle quelles quelqu quelque quelques quels qui quoi rien s sa sait salut sans se sera serait seront ses seul seulement si sinon
soit sommes son sont souvent sous suis sur surtout t ta tant te tel telle tels tellement tes toi ton toujours tous tout toute
toutes tres trois trop tu un une va vais vers veut veux voici voila voir vos votre vous vraiment vu y chose choses chere cher
svp stp mme mlle mr ok etc depuis dit dire mis mettre niveau moment mois semaine semaines an ans annee annees heure heures minutes
lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
decembre hui apres-midi matin soir demain bonne journee soiree malgre afin selon lorsque tandis tiens quelqu un premiere premier
deuxieme seconde second autant ailleurs partout dessus dessous dehors dedans environ pu su ayant avais peuvent pouvoir voudrais
souhaite aimerais vont savoir possible combien besoin voudrais indiquer prie arrangerait merci mercis remercie avance instant
prier demander demande arrive arriver manque trouver trouve cherche cherchais trouvais vont allez aller allait venir vient venu rendu
"""

FRENCH = frozenset(_FRENCH.split())

_ENGLISH = """
a able about after again all almost already also although always am an and another any anything are aren as at away back be
because been before being both but by came can cannot could couldn d day days dear did didn do does doesn doing don done down each
either else enough even ever every everything few first for from further get gets getting give given go goes going gone good got
had hadn has hasn have haven having he hello her here hers hi him his how however i if im in instead into is isn it its itself
just kind know last least less let like ll long lot m made make makes making many may me might more most much must my myself need
never new next no nobody none nor not nothing now of off often ok on once one ones only onto or other others our ours out over own
perhaps please put quite rather re really regards s said same say says second seem seems seen several shall she should since so
some someone something soon still such sure t take taken than thank thanks that the their theirs them then there these they thing
things think this those though three through time times to today together told tomorrow too took two under until up upon us use
used using ve very via want wanted was wasn way we week weeks well went were weren what when where whether which while who whole
whom whose why will with within without won would wouldn yes yesterday yet you your yours month months year years hour hours thanked grateful looking look found find
minutes monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december morning afternoon evening sir madam mr mrs ms dr best sincerely kindly hey per etc
"""

ENGLISH = frozenset(_ENGLISH.split())

STOPS = FRENCH | ENGLISH
