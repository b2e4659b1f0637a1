"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.alerts import Condition, Craft
from schakel.rescue.core.alert import Review

CRAFTS: dict[str, Promise] = {
    Craft.BOAT: _("boat"),
    Craft.LORRY: _("lorry"),
    Craft.VAN: _("van"),
    Craft.CAR: _("car"),
    Craft.TRAIN: _("train"),
    Craft.CONTAINER: _("container"),
    Craft.ON_FOOT: _("on foot"),
}
CONDITIONS: dict[str, Promise] = {
    Condition.IN_THE_WATER: _("people in the water"),
    Condition.SINKING: _("sinking"),
    Condition.ADRIFT: _("adrift"),
    Condition.FIRE: _("fire"),
    Condition.LOCKED_IN: _("locked in"),
    Condition.NO_AIR: _("no air"),
    Condition.NO_WATER: _("no drinking water"),
    Condition.COLD: _("cold"),
    Condition.HEAT: _("heat"),
    Condition.INJURED: _("injured people"),
    Condition.UNCONSCIOUS: _("unconscious people"),
    Condition.CHILDREN: _("children among them"),
}
REVIEWS: dict[str, Promise] = {
    Review.RIGHT: _("Rightly sent, and nothing more than needed"),
    Review.TOO_MUCH: _("More was said than needed"),
    Review.NO_DANGER: _("There was no danger to life"),
}
