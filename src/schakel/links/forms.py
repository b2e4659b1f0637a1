"""What a browser may send."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CARD = 20_000  # characters


class NodeForm(forms.Form):
    """Where a partner's node is, or the card that its administrator handed over."""

    address = forms.CharField(
        label=_("Address of the node"),
        help_text=_("For example https://schakel.example; its card is fetched from there."),
        required=False,
        max_length=200,
    )
    card = forms.CharField(
        label=_("Or its card"),
        help_text=_("The text that “schakel node card” printed at the partner."),
        required=False,
        max_length=LONGEST_CARD,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_card(self) -> Any:
        """Return the card as a value of JSON, or None."""
        text = self.cleaned_data["card"]
        try:
            return json.loads(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("This is not the text of a card.")) from error

    def clean(self) -> dict[str, Any]:
        """Want one of the two."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values["address"]) == bool(values["card"]):
            raise forms.ValidationError(_("Give the address or the card, one of the two."))
        return values


class SinceForm(forms.Form):
    """From when a key may have been in other hands."""

    since = forms.DateTimeField(
        label=_("In other hands since"),
        help_text=_("Day and time of this node's clock, as the partner said by phone."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
