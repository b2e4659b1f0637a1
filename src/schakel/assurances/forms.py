"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.assurances.core.steps import Deed, Kind
from schakel.assurances.wording import ASKS, KINDS
from schakel.safeguards.queries import list_receivers


class AskForm(forms.Form):
    """Which assurance was asked, of whom, on what, and until when it must be kept."""

    kind = forms.ChoiceField(label=_("Assurance"), choices=list(KINDS.items()))
    party = forms.ChoiceField(label=_("Of which country or organisation"))
    authority = forms.CharField(label=_("Asked of which authority"), max_length=200)
    covers = forms.CharField(
        label=_("On what"), help_text=_("Without names of persons."), max_length=500
    )
    due = forms.DateField(
        label=_("To be known to be kept by"),
        help_text=_("From the day after, the gate holds what goes there until this is noted."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *list_receivers((get_language() or "en")[:2])]

    def asked(self) -> dict[str, Any]:
        """Return what was asked; the form must be valid."""
        return {**self.cleaned_data, "kind": Kind(self.cleaned_data["kind"])}


class StepForm(forms.Form):
    """What is said with one step."""

    text = forms.CharField(max_length=500)

    def __init__(self, posted: Any = None, *, deed: Deed) -> None:
        super().__init__(posted, auto_id=f"{deed}-%s")
        self.fields["text"].label = str(ASKS[deed])
