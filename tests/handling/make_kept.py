"""Write the answers of the present version of the table for good.

Run `python -m tests.handling.make_kept` once, when a version comes into force. The file is never
written again, and a test asks every kept case again under its own version.
"""

import json
import random
from dataclasses import asdict
from pathlib import Path

from schakel.handling.core.keeping import keep
from schakel.handling.core.reading import read_case
from schakel.handling.core.table import VERSION, ask
from schakel.kernel.canonical import canonical_json, sha256_hex

HOW_MANY = 160
KEPT = Path(__file__).with_name("kept")
FLAGS = (
    "h3_confirmed personal minor unaccompanied special_categories strictly_necessary systematic "
    "rights_override return_decision_final evaluated threat_no_time tainted receiver_is_origin "
    "competent_receiver open_case prosecutor_agrees protected_witness assurance_broken unchecked"
).split()
WORDS = {
    "receiver": "IT FR NO TN GB XZ EUROPOL EPPO INTERPOL UNODC ICC".split(),
    "purpose": "crime evidence return immediate-threat icc statistics".split(),
    "original_purpose": [None, "crime", "return"],
    "originator": [None, "NL", "FR", "TN"],
    "consent": "none asked given refused".split(),
    "subject": [None, "suspect", "victim", "witness", "informant", "smuggled-person"],
    "basis": [None, "adequacy", "binding", "assessed", "derogation-a", "derogation-d", "none"],
    "risk": [None, "none", "assured", "open"],
    "judgement": [None, "valid", "expired"],
    "asylum": [None, "none", "pending", "granted", "final-negative", "unknown"],
    "refoulement": [None, "open", "cleared", "barred"],
    "necessity": ["", "to find the boat"],
    "arrangement": [None, None, "gb-led-2021", "eg-europol-2025"],
    "regime": [None, None, "led", "gdpr"],
}
SETS = {
    "codes": "H0 H1 H2 H3".split(),
    "fields": "surname birth_date phone asylum_reference informant_code".split(),
    "consent_covers": "crime return IT TN FR".split(),
    "leads_to": "person hiding-place source".split(),
    "readers": "TN FR SY".split(),
    "onward": "TN SY".split(),
    "stopped": "country authority link case".split(),
    "origins": "TN SY".split(),
}
WITHIN = {
    "sender": "NL",
    "receiver": "IT",
    "purpose": "crime",
    "subject": "suspect",
    "necessity": "to find the boat",
    "evaluated": True,
}
OUTSIDE = WITHIN | {
    "receiver": "TN",
    "receiver_is_origin": False,
    "asylum": "none",
    "competent_receiver": True,
    "basis": "binding",
    "risk": "none",
    "judgement": "valid",
}
RETURN = OUTSIDE | {
    "purpose": "return",
    "subject": "smuggled-person",
    "return_decision_final": True,
    "refoulement": "cleared",
}


def digest_of(decision):
    """Return the digest of a whole answer: every reason, source, mark and condition."""
    return sha256_hex(canonical_json(asdict(decision)))


def a_case(dice):
    """Return the JSON of a case to which nothing objects, with up to five things changed."""
    said = dict(dice.choice([WITHIN, OUTSIDE, RETURN]))
    for key in dice.sample([*WORDS, *FLAGS, *SETS], dice.randint(0, 5)):
        if key in WORDS:
            said[key] = dice.choice(WORDS[key])
        elif key in FLAGS:
            said[key] = dice.choice([True, False])
        else:
            said[key] = dice.sample(SETS[key], dice.randint(1, 2))
    return {key: value for key, value in said.items() if value is not None}


def main():
    """Write the file of the present version."""
    dice = random.Random(VERSION)  # noqa: S311  # the same cases each time, nothing secret
    lines = []
    for _ in range(HOW_MANY):
        case = read_case(a_case(dice))
        decision = ask(case)
        lines.append({"case": keep(case), "outcome": decision.outcome, "is": digest_of(decision)})
    path = KEPT / f"{VERSION}.json"
    with path.open("x", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(line) for line in lines) + "\n]\n")


if __name__ == "__main__":
    main()
