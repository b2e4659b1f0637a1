"""Words that call a number a telephone number, and words that call it something else."""

import re

# Whole words, which begin too many others: Arthur, Lotte and Azad have telephones.
_WHOLE = (
    "rol bvh skn proc pv isbn kvk bsn btw vat ref rif case art pin klant polis awb prot fasc cde "
    "lot ass az ean kred sort seal cassa"
)
# What a longer word or a compound begins with.
_BEGINNINGS = (
    "parket order bestel debiteur factuur invoice kenmerk zaak dossier article artikel referen "
    "track ticket account rekening klantn customer policy polisn proces document serie serial "
    "barcode docket fiscale partita codice protocol pratica bolletta matricola cliente fascicol "
    "scontrino ricevuta biglietto commande facture contrat siret scell vorgang beleg kunde steuer "
    "auftrag rechnung vergi sipari dosya sicil evrak fatura booking voyage zegel meter contatore "
    "compteur zähler receipt licen[cs]e permit terminal trace badge asset rolnr prot"
)
_OTHER_SCRIPTS = r"(?:کد|كود)\w*(?: \w+)?|پرونده|قضية|حجز|جواز|القومي|حساب|ملی|إيصال"
_NUMBER = r"nr|n|no|num\w*|code|iva"
NOT_A_PHONE = re.compile(
    rf"(?:(?<!\w)(?:(?:{'|'.join(_WHOLE.split())})\b|(?:{'|'.join(_BEGINNINGS.split())})\w*)"
    rf"[ .:#°-]*(?:{_NUMBER})?|(?<!\w)(?:nr|no|n)|n[°º]|№"
    rf"|[^\W\d_]{{3,}}(?:nummer|nr|nrs|number)|{_OTHER_SCRIPTS}|(?:no|sayı)lu)[ .:#°]*$"
)
PHONE_WORD = re.compile(
    r"(?:tel|phone|t[eé]l[eé]|telefoon|mobie|mobil|gsm|cell|fax|whatsapp|signal|viber|handy|"
    r"rufnummer|\bcep\b|utenza|portable|هاتف|تلفون|موبايل|جوال|واتس|تلفن|موبایل|همراه|خط|тел|моб|"
    r"τηλ|κιν|\b(?:call|bel|belt|belde|appelez|llama)\b)"
)
# "SEQ 0612345678": an abbreviation in capitals is a name, whatever it means.
IN_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,5}[ .]{0,2}$")
ABBREVIATION = 8  # characters of one with its space
CLOCK = re.compile(r"\d{1,2}[.:]\d{2} ?- ?\d{1,2}[.:]\d{2}")
# A number of a year, and codes with two kinds of marks.
NO_NUMBER = re.compile(r".*/(?:(?:19|20)\d\d|\d\d)|.*/.*-.*|.*-.*/.*")
_LAST = re.compile(r"\w{0,12}[ .:#°-]*(?:nr|no|n)?[ .:#°]*")


def calls_it_other(said: str) -> bool:
    """Tell whether the words right before a number call it something else than a phone."""
    words = list(PHONE_WORD.finditer(said))
    last = bool(words) and _LAST.fullmatch(said, words[-1].end()) is not None
    return NOT_A_PHONE.search(said) is not None and not last
