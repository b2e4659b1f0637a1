"""What a browser may send."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.accounts.core.codes import USERNAME
from schakel.guests.actions import Wanted
from schakel.handling.core.case import Purpose
from schakel.handling.wording import PURPOSES
from schakel.shell.parties import name_party


class AskForm(forms.Form):
    """Who is to come, of which state, until when, and why."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.RegexField(
        rf"\A(?:{USERNAME.pattern})\Z",
        label=_("User name"),
        help_text=_("Small letters, digits, dots, hyphens. It never changes."),
        max_length=60,
    )
    country = forms.ChoiceField(label=_("Of which state"))
    authority = forms.CharField(label=_("Authority that sends him or her"), max_length=200)
    reason = forms.CharField(
        label=_("Why"), help_text=_("For example the agreement between the two."), max_length=500
    )
    last_date = forms.DateField(
        label=_("Last day"),
        help_text=_("The account closes at the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, countries: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *((code, name_party(code)) for code in countries)]

    def to_wanted(self) -> Wanted:
        """Return who is to come; the form must be valid."""
        return Wanted(**self.cleaned_data)


class ReleaseForm(forms.Form):
    """What is released, and what for."""

    item = forms.UUIDField(
        label=_("Item"),
        help_text=_("The last part of the address of its page, under custody."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(PURPOSES.items()))
    h3_confirmed = forms.BooleanField(
        label=_("I read the H3 restriction and it allows this"), required=False
    )

    def to_release(self) -> dict[str, Any]:
        """Return what is released; the form must be valid."""
        given = self.cleaned_data
        item_id: UUID = given["item"]
        return {
            "item_id": item_id,
            "purpose": Purpose(given["purpose"]),
            "h3_confirmed": given["h3_confirmed"],
        }
