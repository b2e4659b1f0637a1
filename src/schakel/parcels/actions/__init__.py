"""What the room does: send the parts of large files."""

from schakel.parcels.actions.sending import send_parcels

__all__ = ["send_parcels"]
