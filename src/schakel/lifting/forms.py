"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 30


class LiftForm(forms.Form):
    """Why a hold is lifted, and for how long."""

    reason = forms.CharField(
        label=_("Why the hold is lifted"), help_text=_("Without names of persons."), max_length=500
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=7
    )
