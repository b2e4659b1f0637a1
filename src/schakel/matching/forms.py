"""What a browser may send."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class PartnersField(forms.MultipleChoiceField):
    """Partners to choose from; another one that is linked is taken too, and left to the gate."""

    linked: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        """Tell whether a partner is linked."""
        return value in self.linked


class AskForm(forms.Form):
    """Which partners to ask.

    Args:
        offered: Code and name of the partners whose police works under the directive.
        linked: Codes of all partners; the gate decides on each.
    """

    nodes = PartnersField(
        label=_("Ask these partners"),
        help_text=_(
            "Only those that work under the Law Enforcement Directive (EU) 2016/680 can be chosen."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one partner.")},
    )

    def __init__(
        self, *args: Any, offered: Mapping[str, str], linked: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["nodes"] = list(offered)
        field = self.fields["nodes"]
        assert isinstance(field, PartnersField)
        field.choices, field.linked = list(offered.items()), linked


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
