"""What number plates look like, and what they and their countries are called."""

import re

_C = "BCDFGHJKLMNPRSTVWXYZ"  # consonants, of which most countries make their series
_FR = "A-HJ-NP-TV-Z"
# Layouts that no other country shares: written like this they need no word beside them.
DISTINCTIVE: tuple[tuple[str, str], ...] = (
    ("NL", r"\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}"),
    ("NL", r"[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d"),
    ("FR", rf"[{_FR}]{{2}}-\d{{3}}-[{_FR}]{{2}}"),
    ("BE", r"[1-9]-[A-Z]{3}-\d{3}"),
    ("GB", r"[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d) [A-HJ-PR-Z]{3}"),
    ("DE", r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}[EH]?"),
)
# Layouts that more than one country uses, or that look like other things: they need a word.
SHARED: tuple[tuple[str, str], ...] = (
    ("NL", r"[A-Z]{2}-?\d{2}-?\d{2}|\d{2}-?\d{2}-?[A-Z]{2}|\d{2}-?[A-Z]{2}-?\d{2}"),
    ("NL", r"[A-Z]{2}-?\d{2}-?[A-Z]{2}|[A-Z]{2}-?[A-Z]{2}-?\d{2}|\d{2}-?[A-Z]{2}-?[A-Z]{2}"),
    ("NL", r"\d{2}-?[A-Z]{3}-?\d|\d-?[A-Z]{3}-?\d{2}|[A-Z]{2}-?\d{3}-?[A-Z]"),
    ("NL", r"[A-Z]-?\d{3}-?[A-Z]{2}|[A-Z]{3}-?\d{2}-?[A-Z]|[A-Z]-?\d{2}-?[A-Z]{3}"),
    ("NL", r"\d-?[A-Z]{2}-?\d{3}|\d{3}-?[A-Z]{2}-?\d"),
    ("PT", r"[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"),
    ("PT", r"[A-Z]{2}-\d{2}-[A-Z]{2}"),
    ("IT", r"[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}"),
    ("FR", rf"[{_FR}]{{2}}[ -]?\d{{3}}[ -]?[{_FR}]{{2}}"),
    ("DE", r"[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?"),
    ("BE", r"[1-9][ -]?[A-Z]{3}[ -]?\d{3}"),
    ("ES", rf"\d{{4}}[ -]?[{_C}]{{3}}"),
    ("GB", r"[A-Z]{2}\d{2} ?[A-Z]{3}"),
    ("PL", r"[A-Z]{2,3} ?(?=[A-Z]{0,4}\d)[A-Z0-9]{4,5}"),
    ("RO", r"(?:B[ -]?\d{2,3}|[A-Z]{2}[ -]?\d{2})[ -]?[A-Z]{3}"),
    ("BG", r"[ABEHKMOPCTYX]{1,2} ?\d{4} ?[ABEHKMOPCTYX]{2}"),
    ("GR", r"[ABEZHIKMNOPTYX]{3}[ -]?\d{4}"),
    ("TR", r"(?:0[1-9]|[1-7]\d|8[01]) ?[A-Z]{1,3} ?\d{2,4}"),
    ("HU", r"[A-Z]{3}-\d{3}|[A-Z]{2} ?[A-Z]{2}-\d{3}"),
    ("AT", r"[A-Z]{1,2}[ -]\d{1,5} ?[A-Z]{1,3}"),
    ("HR", r"[A-ZČŠŽ]{2}[ -]?\d{3,4}[ -]?[A-Z]{1,2}"),
    ("RS", r"[A-ZČŠŽ]{2}[ -]?\d{3,4}-[A-Z]{2}"),
)
# Layouts of which so many things have the form that the country must be named too.
NAMED: tuple[tuple[str, str], ...] = (
    ("CZ", r"\d[A-Z][A-Z0-9] ?\d{4}"),
    ("SK", r"[A-Z]{2}[ -]?\d{3} ?[A-Z]{2}|[A-Z]{2}[ -]?[A-Z]{2}[ -]?\d{3}"),
    ("SI", r"[A-Z]{2}[ -]?[A-Z0-9]{2}-?[A-Z0-9]{3}"),
    ("DK", r"[A-Z]{2} ?\d{2} ?\d{3}"),
    ("SE", r"[A-Z]{3} ?\d{2}[A-Z0-9]"),
    ("NO", r"[A-Z]{2} ?\d{5}"),
    ("FI", r"[A-Z]{2,3}-\d{1,3}"),
    ("CH", r"[A-Z]{2} ?\d{1,6}"),
    ("UA", r"[A-Z]{2} ?\d{4} ?[A-Z]{2}"),
    ("MD", r"[A-Z]{3} ?\d{3}"),
    ("AL", r"[A-Z]{2} ?\d{3} ?[A-Z]{2}"),
    ("MK", r"[A-Z]{2} ?\d{4} ?[A-Z]{2}"),
    ("BA", r"[A-Z]\d{2}-[A-Z]-\d{3}"),
    ("ME", r"[A-Z]{2} ?[A-Z]{2} ?\d{3}"),
    ("XK", r"\d{2}[ -]?\d{3}[ -]?[A-Z]{2}"),
    ("BY", r"\d{4} ?[A-Z]{2}-?\d"),
    ("RU", r"[A-Z] ?\d{3} ?[A-Z]{2} ?\d{2,3}"),
    ("LT", r"[A-Z]{3} ?\d{3}"),
    ("LV", r"[A-Z]{2}-?\d{1,4}"),
    ("EE", r"\d{2,3} ?[A-Z]{3}"),
    ("LU", r"[A-Z]{2} ?\d{4}"),
    ("IE", r"\d{2,3}-[A-Z]{1,2}-\d{1,6}"),
    ("MT", r"[A-Z]{3} ?\d{3}"),
    ("CY", r"[A-Z]{3} ?\d{3}"),
    ("LY", r"\d{1,2}-\d{1,7}"),
    ("TN", r"\d{1,3} ?(?:TUN|RS) ?\d{1,4}"),
    ("MA", r"\d{1,5}[ -]?[A-Z][ -]?\d{1,2}"),
    ("GE", r"[A-Z]{2}-?\d{3}-?[A-Z]{2}"),
)
SAYS_PLATE = re.compile(
    r"kentekens?|\breg\.(?=\s)|nummerbord|kentekenplaat|\bplaat\b|\bplates?\b|licen[cs]e|"
    r"registration|\breg\b|"
    r"\btarg(?:a|he|at[oaie])\b|kennzeichen|immatricul\w+|plaque|matr[ií]cula|plaka|tablic|"
    r"rejestra|"
    r"\brej\.|[iî]nmatriculare|rendsz[aá]m|registar|registracij|nummerskylt|nummerplade",
    re.IGNORECASE,
)
SAYS_VEHICLE = re.compile(
    r"\b(?:auto|cars?|bus|busje|bestel(?:bus|auto|wagen)\w*|vehicle|voertuig\w*|vrachtwagen|truck|"
    r"lorry|trailer|oplegger|aanhang\w*|camper|taxi|scooter|white van|macchina|autovettura|"
    r"autocarro|veicolo|"
    r"furgone|furgon\w*|camion\w*|fourgon\w*|voiture|v[ée]hicule|wagen|pkw|lkw|kfz|fahrzeug\w*|"
    r"transporter|ara[çc]\w*|otomobil|minib[üu]s\w*|coche|samoch\w+|"
    r"volkswagen|vw|ford|fiat|renault|peugeot|citro[eë]n|mercedes|opel|toyota|audi|bmw|[sš]koda|"
    r"iveco|"
    r"dacia|hyundai|kia|nissan|volvo|transit|caddy|vito|sprinter|ducato)\b",
    re.IGNORECASE,
)
# What else is numbered like this, right before the number; or so many of them.
SAYS_OTHER = re.compile(
    r"(?:(?<!\w)(?:art|ref|rif|r[ée]f|order|bestel|code|cod|sku|serie|serial|model|mod|"
    r"type|typ|"
    r"pos|sleutel|key|part|onderdeel|lot|batch|charge|zegel|seal|kenmerk|item|cde|rev|doc|form|vak|"
    r"stelling|"
    r"كود|کد|location|locatie|scaffale|regal|palet|produ[kc]t|colli)\w*[ .:#°-]*(?:(?:n|nr|no|"
    r"num\w*)[ .:°]*)?"
    r"|\b\d{1,3} ?[x×] ?)$"
)
SAYS_COUNTRY: tuple[tuple[str, str], ...] = (
    ("NL", r"dutch|nederlands|netherlands|\bnl\b|olandese|niederländ|néerland"),
    ("IT", r"italian|italiaans|\btarg(?:a|he|at\w)\b|\bita?\b|italienisch|italien"),
    ("FR", r"french|frans|immatricul|plaque|\bfr\b|französisch|francese|français"),
    ("DE", r"german|duits|kennzeichen|\b(?:de|d)\b|tedesc|deutsch|allemand"),
    ("BE", r"belgian|belgisch|\bb(?:e)?\b|belge|belga"),
    ("ES", r"spanish|spaans|español|\bes?\b|spanisch|espagnol"),
    ("GB", r"british|brits|\bgb\b|\buk\b|english|engels"),
    ("PL", r"polish|pools|tablic|rejestra|\brej\b|\bpl\b|polnisch|polacc"),
    ("RO", r"romanian|roemeens|[iî]nmatriculare|\bro\b|rumänisch|rumen"),
    ("BG", r"bulgarian|bulgaars|\bbg\b|bulgarisch"),
    ("GR", r"greek|grieks|\bgr\b|griechisch|greca"),
    ("TR", r"turkish|turks|plaka|\btr\b|türkisch|turca"),
    ("HU", r"hungarian|hongaars|rendsz[aá]m|\bhu?\b|ungarisch"),
    ("AT", r"austrian|oostenrijks|\bat?\b|österreich|austriac"),
    ("HR", r"croatian|kroatisch|\bhr\b|hrvatsk"),
    ("RS", r"serbian|servisch|\bsrb?\b|\brs\b|serbisch|srpsk"),
    ("PT", r"portuguese|portugees|\bpt?\b|portugues|portugiesisch"),
    ("CZ", r"czech|tsjechisch|\bcz\b|tschechisch"),
    ("SK", r"slovak|slowaaks|\bsk\b|slowakisch"),
    ("SI", r"slovenian|sloveens|\b(?:si|slo)\b|slowenisch"),
    ("DK", r"danish|deens|\bdk\b|dänisch"),
    ("SE", r"swedish|zweeds|\bse\b|schwedisch|nummerskylt"),
    ("NO", r"norwegian|noors|\bno?\b|norwegisch"),
    ("FI", r"finnish|fins|\bfi\b|\bfin\b|finnisch"),
    ("CH", r"swiss|zwitsers|\bch\b|schweizer|svizzer|suisse"),
    ("UA", r"ukrainian|oekraïens|\bua\b|ukrainisch|ucrain"),
    ("MD", r"moldovan|moldavisch|\bmd\b"),
    ("AL", r"albanian|albanees|\bal\b|albanisch|albanes"),
    ("MK", r"macedonian|macedonisch|\bn?mk\b"),
    ("BA", r"bosnian|bosnisch|\bba\b|\bbih\b"),
    ("ME", r"montenegrin|montenegrijns|\bmne?\b"),
    ("XK", r"kosov|\b(?:xk|rks)\b"),
    ("BY", r"belarusian|belarussisch|wit-russisch|\bby\b"),
    ("RU", r"russian|russisch|\brus?\b"),
    ("LT", r"lithuanian|litouws|\blt\b|litauisch"),
    ("LV", r"latvian|lets|\blv\b|lettisch"),
    ("EE", r"estonian|estisch|estlands|\bee\b|\best\b"),
    ("LU", r"luxembourg|luxemburg|\blu?\b"),
    ("IE", r"irish|iers?e?\b|\bie\b|\birl\b|irisch"),
    ("MT", r"maltese|maltees|\bmt?\b"),
    ("CY", r"cypriot|cyprisch|cypriotisch|\bcy\b"),
    ("LY", r"libyan|libisch|\bly\b|\blar\b"),
    ("TN", r"tunisian|tunesisch|\btn\b|tunisien"),
    ("MA", r"moroccan|marokkaans|\bma\b|marocain"),
    ("GE", r"georgian|georgisch|\bge\b"),
)
# Words for a plate that also say, less surely, of which country.
SAYS_BOTH: tuple[tuple[str, str], ...] = (
    ("NL", r"kenteken|nummerbord"),
    ("ES", r"matr[ií]cula"),
)
