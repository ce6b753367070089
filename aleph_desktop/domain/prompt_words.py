"""English words by what they do in a prompt."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# each asks for a change where it begins a clause
CHANGES = _words(
    "add insert put place include introduce remove delete erase replace swap exchange substitute "
    "change turn make transform convert relight restyle recolor recolour colorize colourize "
    "desaturate paint dress give show generate create render apply set move rotate zoom age cover "
    "surround flood blur sharpen brighten darken light adjust reimagine modify edit adapt"
)
# of these, further down in the same sentence, such as "…, and make the ground wet": a detail
SLIGHT = _words("make give set light cover age place show surround paint blur apply")
# of these, the ones that are hardly ever nouns: an order wherever they stand
PLAIN = _words(
    "add insert remove delete erase replace swap make turn change transform convert relight restyle"
)
# ask for something, too, but seldom for a change of their own: "…, and let it shine"
DETAILS = _words(
    "let have use fill match blend shift extend continue cut pan tilt imagine film shoot animate "
    "bring take get enhance improve increase decrease reduce raise lower grow shrink freeze burn "
    "explode open close fix restore clean style alter vary illuminate drench wrap hang cast "
    "keep maintain preserve leave retain"
)
# say what is wanted without being an order
OTHER_VERBS = _words(
    "should must shall will would can could is are becomes become turns transforms changes appears "
    "appear falls fall flies walks runs moves looks wears gets starts begins want wants need needs "
    "i'd i'll it's there's"
)
# are in nearly every sentence of another language, and in none of English
FOREIGN = _words(
    "der das und ein eine einen einem dem mit auf zum zur nicht une du et dans avec "
    "una unos con por para il gli che nel della het een naar och att ett em uma não"
)
