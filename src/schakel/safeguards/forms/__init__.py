"""What a browser may send."""

from schakel.safeguards.forms.asking import AskForm
from schakel.safeguards.forms.judging import DraftForm, WithdrawForm

__all__ = ["AskForm", "DraftForm", "WithdrawForm"]
