"""What the room does: give a courier what waits, and take in what he brings."""

from schakel.courier.actions.coding import Sheet, give_codes, take_codes
from schakel.courier.actions.giving import give
from schakel.courier.actions.taking import take

__all__ = ["Sheet", "give", "give_codes", "take", "take_codes"]
