"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.halting.wording import SCOPES
from schakel.network.queries import list_authorities, list_nodes
from schakel.safeguards.queries import list_receivers
from schakel.stopping.core.scopes import Scope


class StopForm(forms.Form):
    """What is stopped, and why; one of the four targets is filled in."""

    scope = forms.ChoiceField(
        label=_("What is stopped"), choices=list(SCOPES.items()), widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country or organisation"), required=False)
    authority = forms.ChoiceField(label=_("Authority"), required=False)
    link = forms.ChoiceField(label=_("Link"), required=False)
    case = forms.CharField(
        label=_("Case"), help_text=_("The reference of its thread."), max_length=40, required=False
    )
    reason = forms.CharField(
        label=_("Why it is stopped"),
        help_text=_("Without names of persons. Partners are told that, not why."),
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nl = get_language() == "nl"
        choices = {
            "country": list_receivers((get_language() or "en")[:2]),
            "authority": [
                (str(one.id), f"{one.country}: {one.name_nl if nl else one.name_en}")
                for one in list_authorities()
            ],
            "link": [(one.code, one.name_nl if nl else one.name_en) for one in list_nodes()],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", ""), *found]

    def clean(self) -> dict[str, Any]:
        """Say which target is missing."""
        given = super().clean() or self.cleaned_data
        scope = given.get("scope", "")
        if scope and not given.get(scope):
            self.add_error(scope, _("Choose what is stopped."))
        return given

    def wanted(self) -> dict[str, Any]:
        """Return what is to be stopped; the form must be valid."""
        given = self.cleaned_data
        return {
            "scope": Scope(given["scope"]),
            "target": given[given["scope"]],
            "reason": given["reason"],
        }


class LiftForm(forms.Form):
    """Why a stop is lifted."""

    reason = forms.CharField(
        label=_("Why it goes on"), help_text=_("Without names of persons."), max_length=500
    )
