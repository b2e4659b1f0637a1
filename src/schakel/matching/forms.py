"""What a browser may send."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Which partners to ask."""

    nodes = forms.MultipleChoiceField(
        label=_("Ask these partners"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one partner.")},
    )


class OwnerForm(forms.Form):
    """Whose an identifier is."""

    kind = forms.CharField(max_length=20, widget=forms.HiddenInput)
    value = forms.CharField(max_length=300, widget=forms.HiddenInput)
    person_id = forms.TypedChoiceField(
        label=_("Whose it is"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, persons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("not known")), *persons]
