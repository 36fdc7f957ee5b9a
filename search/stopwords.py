"""Words without meaning of their own, folded, by language: left out of stems, kept in the exact field.

Short on purpose: a word that a statute may turn on ("sin", "contra", "without") stays.
"""


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as one line of text."""
    return frozenset(text.split())


STOPWORDS: dict[str, frozenset[str]] = {
    "es": words(
        "a al ante aquel aquella aquellas aquello aquellos asi aun como con cual cuales cuyo cuya cuyos cuyas de del "
        "desde e el ella ellas ello ellos en entre era eran es esa esas ese eso esos esta estas este esto estos fue fueron "
        "ha han hasta hay la las le les lo los mas me mi mis mismo misma mismos mismas muy ni no nos o os otra otras "
        "otro otros para pero por pues que quien quienes se sea sean segun ser si sido sobre son su sus tal "
        "tales tambien te tiene tienen todo toda todos todas tu tus u un una unas uno unos y ya yo"
    ),
    "en": words(
        "a an and any are as at be been being but by can could did do does for from had has have he her him his i if "
        "in into is it its itself may me might must my no nor not of on or our shall she should so such than that the "
        "their them then there these they this those to was we were what when where which who whom whose will with "
        "would you your s"
    ),
    "fr": words(
        "a ai ainsi au aux avec c ce ceci comme cela celle celles celui ces cet cette ceux d dans de des dont du elle elles "
        "en entre es est et etait etaient ete etre eu eux fait il ils j je l la le les leur leurs lui m ma mais me meme "
        "memes mes moi mon n ne ni nos notre nous on ont ou par pas peut peuvent plus pour qu que quel quelle quelles "
        "quels qui quoi s sa se sera seront ses si soit soient son sont sur t ta te tes toi ton tout toute "
        "toutes tous tu un une vos votre vous y"
    ),
    "pt": words(
        "a ao aos aquela aquelas aquele aqueles aquilo as ate com como cujo cuja cujos cujas da das de dela delas "
        "dele deles do dos e ela elas ele eles em entre era essa essas esse esses esta estas este estes eu foi foram "
        "ha isso isto ja la lhe lhes mas me mesmo mesma mesmos mesmas mais meu minha muito na nao nas nem no nos nossa "
        "nosso num numa o os ou para pela pelas pelo pelos por qual quais que quem se sao ser seja sejam seu seus "
        "sua suas so tal tais tambem te tem teu todo toda todos todas tu um uma umas uns voce"
    ),
}

# Words that open a question; they say nothing of its subject.
INTERROGATIVES: dict[str, frozenset[str]] = {
    "es": words(
        "que quien quienes cual cuales como cuando donde cuanto cuanta cuantos cuantas porque puedo puede pueden "
        "podria debo tengo existe hay necesito"
    ),
    "en": words(
        "what who whom which when where why how can may could do does did is are am must should whose if will would"
    ),
    "fr": words(
        "que qu qui quoi quel quelle quels quelles comment quand combien pourquoi est peut peux puis dois faut existe"
    ),
    "pt": words(
        "que quem qual quais como quando onde quanto quanta quantos quantas porque posso pode podem devo tenho existe "
        "preciso"
    ),
}
# Words of questions and of spoken language that a statute puts otherwise.
FILLERS: dict[str, frozenset[str]] = {
    "es": words(
        "puede pueden puedo poder podria podrian debe deben deberia hacer hace hacen hizo pasa sucede ocurre ir voy va "
        "quiero quiere quieren necesito necesita necesitan saber dice dicen decir dar dan da tener tengo tenemos hay "
        "existe existen cuenta sirve significa caso mientras ahora entonces luego aqui alli bien mal antes "
        "despues durante bajo acerca"
    ),
    "en": words(
        "get gets got getting go goes want wants need needs someone somebody anyone happen happens happening "
        "let lets tell say says said know many much long there here make makes actually really just case under after before "
        "during upon through within until about"
    ),
    "fr": words(
        "peut peux peuvent pouvoir puis faire fait font doit dois doivent faut veux veut veulent aller va vais dire dit "
        "passe arrive existe savoir avoir avons cas ici donc lorsque quand temps avant "
        "apres pendant lors selon"
    ),
    "pt": words(
        "pode podem posso poder poderia deve devem fazer faz fazem acontece ocorre ir vai vou quero quer querem preciso "
        "precisa precisam saber diz dizer dar da ter tenho existe existem serve significa caso enquanto agora entao "
        "aqui ali antes depois durante sobre segundo"
    ),
}
# What a law calls itself, in all languages, by type of law: these find a law by its name, but stand in every article.
_LAW_WORDS: dict[str, str] = {
    "act": "ley leyes lei leis loi lois law laws act acts statute statutes estatuto legislacion legislacao legislation "
    "codigo code",
    "decree": "decreto decretos decret decrets decree decrees",
    "regulation": "reglamento reglamentos reglamentacion reglement reglements regulation regulations regulamento "
    "regulamentos regulamentacao rules regles",
    "treaty": "convenio convenios convencion convencao convention conventions tratado tratados traite treaty protocolo "
    "protocol protocole",
    "constitution": "constitucion constituicao constitution",
    "resolution": "resolucion resolucao resolution",
    "": "derecho direito droit articulo articulos artigo artigos article articles section sections norma normas",
}
# Word, folded, to the type of law it names, or "".
LAW_WORDS = {word: kind for kind, found in _LAW_WORDS.items() for word in found.split()}
