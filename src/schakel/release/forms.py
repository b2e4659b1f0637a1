"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import Purpose
from schakel.handling.wording import PURPOSES
from schakel.safeguards.queries import list_receivers


class ReleaseForm(forms.Form):
    """To whom, and for what."""

    receiver = forms.ChoiceField(label=_("To"))
    purpose = forms.ChoiceField(label=_("For"), choices=list(PURPOSES.items()))
    not_origin = forms.BooleanField(
        label=_("The receiver is neither the country of nationality nor of former residence"),
        required=False,
    )
    why = forms.CharField(
        label=_("Why it is necessary"),
        help_text=_("Without names of persons."),
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *list_receivers((get_language() or "en")[:2])]

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen; the form must be valid."""
        return {**self.cleaned_data, "purpose": Purpose(self.cleaned_data["purpose"])}
