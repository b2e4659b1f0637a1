"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.asylum.wording import ANSWERS


class AnswerForm(forms.Form):
    """One of five answers and its date; there is no place for a reason."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=list(ANSWERS.items()), widget=forms.RadioSelect
    )
    answer_date = forms.DateField(
        label=_("As it was on"), widget=forms.DateInput(attrs={"type": "date"})
    )
