"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Which partners to ask."""

    nodes = forms.MultipleChoiceField(
        label=_("Ask these partners"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one partner.")},
    )
