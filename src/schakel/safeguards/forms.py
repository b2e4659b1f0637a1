"""What a browser may ask the gate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.handling.wording import CODES, PURPOSES, SUBJECTS

ORGANISATIONS = "EUROPOL EUROJUST FRONTEX EPPO INTERPOL UNODC ICC".split()


class AskForm(forms.Form):
    """A question before a call, in plain words."""

    receiver = forms.RegexField(
        label=_("To"),
        help_text=_("Country as two letters (IT, TR) or EUROPOL, EUROJUST, INTERPOL, ICC ..."),
        regex=rf"^([A-Za-z]{{2}}|{'|'.join(ORGANISATIONS)})$",
        error_messages={"invalid": _("Write two letters, or the name of the organisation.")},
    )
    purpose = forms.ChoiceField(label=_("For"), choices=list(PURPOSES.items()))
    personal = forms.BooleanField(
        label=_("It is about a person, or can lead to one"), required=False, initial=True
    )
    subject = forms.ChoiceField(
        label=_("The person is"), choices=[("", _("not known")), *SUBJECTS.items()], required=False
    )
    minor = forms.BooleanField(label=_("The person is a minor"), required=False)
    codes = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=list(CODES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evaluated = forms.BooleanField(label=_("Source and information are graded"), required=False)
    necessity = forms.CharField(label=_("Why it is necessary"), required=False, max_length=500)
    asylum_asked = forms.BooleanField(
        label=_("The immigration service says: no asylum procedure"), required=False
    )
    not_origin = forms.BooleanField(
        label=_("The receiver is not the person's country of origin"), required=False
    )
