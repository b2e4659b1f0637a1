"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.vetting.core.checks import Answer, Question
from schakel.vetting.wording import ANSWERS, QUESTIONS


class CheckForm(forms.Form):
    """The questions, each with three answers; none is chosen beforehand."""

    note = forms.CharField(
        label=_("What this rests on"),
        help_text=_("Without names of persons."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {
            question.value: forms.ChoiceField(
                label=str(QUESTIONS[question]),
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
            )
            for question in Question
        }
        self.fields = {**asked, **self.fields}

    def answers(self) -> dict[Question, Answer]:
        """Return what was answered; the form must be valid."""
        return {one: Answer(self.cleaned_data[one.value]) for one in Question}
