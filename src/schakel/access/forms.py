"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.accounts.queries import User

LONGEST_REASON = 300


class CircleForm(forms.Form):
    """Why only named people may see it."""

    reason = forms.CharField(
        label=_("Why only named people"),
        help_text=_("Without names of persons of the case."),
        max_length=LONGEST_REASON,
    )


class AssignmentForm(forms.Form):
    """Who works on it by name, and why."""

    user = forms.ChoiceField(label=_("Person"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Without names of persons of the case."),
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "assign"})
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *((str(one.id), one.get_full_name()) for one in people)]
