"""Instruments whose law sets no period: a date that the asking side suggests is all there is."""

from schakel.clocks.core.timing import Timing, timings

_SOURCES = {
    "untoc": ("execute", "UNTOC, art. 18(24): as soon as possible, suggested deadlines in account"),
    "ets-030": ("execute", "European Convention on Mutual Assistance (ETS 30): no period of law"),
    "eu-uk": ("execute", "EU-UK Trade and Cooperation Agreement, part three: as suggested"),
    "reciprocity": ("execute", "Reciprocity without a treaty: no period of law"),
    "service": ("execute", "Service of documents: no period of law"),
    "jit": ("answer", "Joint investigation team: no period of law"),
    "spontaneous": ("answer", "Spontaneous information: nothing is asked, no period of law"),
}

for _name, (_clock, _source) in _SOURCES.items():
    timings.register(_name, Timing(suggested=_clock, suggested_source=_source))
