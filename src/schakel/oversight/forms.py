"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.oversight.core.due import EXTENSIONS
from schakel.oversight.wording import KINDS, OUTCOMES

_LINES = forms.Textarea(attrs={"rows": 3})


class NameForm(forms.Form):
    """Whom to look for."""

    name = forms.CharField(
        label=_("Name"), help_text=_("In any script; the log does not keep it."), max_length=200
    )


class RequestForm(forms.Form):
    """A request of a person."""

    reference = forms.CharField(label=_("Reference"), max_length=60)
    kind = forms.ChoiceField(label=_("What is asked"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("Name of who asks"), max_length=200)
    asked = forms.CharField(label=_("In his own words"), widget=_LINES, required=False)
    received_date = forms.DateField(
        label=_("Day on which it came in"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ExtendForm(forms.Form):
    """One extension."""

    weeks = forms.TypedChoiceField(
        label=_("Extension"),
        coerce=int,
        choices=[(weeks, _("%d weeks") % weeks) for weeks in EXTENSIONS[1:]],
    )
    reason = forms.CharField(label=_("Reason, as the person is told"), max_length=500)


class DecideForm(forms.Form):
    """The decision on a request."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=list(OUTCOMES.items()))
    reason = forms.CharField(label=_("Reasons"), widget=_LINES)
    person_ids = forms.MultipleChoiceField(
        label=_("Persons in reports who are this person"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ToldForm(forms.Form):
    """How a recipient was told."""

    how = forms.CharField(label=_("How, with a reference"), max_length=200)


class BreachForm(forms.Form):
    """A breach that was discovered."""

    reference = forms.CharField(label=_("Reference"), max_length=60)
    what = forms.CharField(label=_("What happened"), widget=_LINES)
    discovered_at = forms.DateTimeField(
        label=_("Discovered"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class BreachDetailForm(forms.Form):
    """What is known of a breach by now."""

    consequences = forms.CharField(label=_("Likely consequences"), widget=_LINES, required=False)
    measures = forms.CharField(label=_("Measures"), widget=_LINES, required=False)
    people = forms.IntegerField(
        label=_("About how many people"), min_value=0, max_value=1_000_000_000
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners whose data are concerned"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ReportBreachForm(forms.Form):
    """That the supervisor was told."""

    report_reference = forms.CharField(label=_("Reference of the supervisor"), max_length=100)
    late_reason = forms.CharField(
        label=_("Reason for the delay"),
        help_text=_("After 72 hours."),
        max_length=500,
        required=False,
    )
