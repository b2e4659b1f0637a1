"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposeForm(forms.Form):
    """Why something speaks for an accused."""

    reason = forms.CharField(
        label=_("Why it speaks for an accused"),
        help_text=_("A line. It is erased with what it is about."),
        max_length=500,
    )
