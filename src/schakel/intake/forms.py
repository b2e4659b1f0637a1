"""What a person may fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.intake.core.verdicts import Verdict


class VerdictForm(forms.Form):
    """The verdict on one finding; `value` counts for a correction alone."""

    verdict = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Verdict if one is not Verdict.PROPOSED]
    )
    value = forms.CharField(label=_("Correct value"), max_length=500, required=False)
    back = forms.CharField(required=False, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """Which part of an original to show, counted from zero in reading order."""

    part = forms.IntegerField(min_value=0, max_value=100_000, required=False)
