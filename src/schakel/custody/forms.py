"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.custody.wording import DEEDS, REASONS
from schakel.handling.wording import PURPOSES


class QuestionForm(forms.Form):
    """May it be used, may it go on?"""

    purpose = forms.ChoiceField(
        label=_("For which purpose"),
        choices=[("", _("not named")), *PURPOSES.items()],
        required=False,
    )
    receivers = forms.CharField(
        label=_("For which receivers"),
        help_text=_("Countries as two letters, or organisations, with spaces between them."),
        max_length=200,
        required=False,
    )
    reason = forms.CharField(label=_("Why it is needed"), max_length=500)


class AnswerForm(forms.Form):
    """Yes or no, until a date."""

    until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label=_("Remark"), help_text=_("Needed for a no."), max_length=500, required=False
    )


class NoticeForm(forms.Form):
    """What the originator wants of the holders."""

    deed = forms.ChoiceField(label=_("What they must do"), choices=list(DEEDS.items()))
    reason = forms.ChoiceField(label=_("Reason"), choices=list(REASONS.items()))
    replaced_by = forms.ChoiceField(label=_("The answer that takes its place"), required=False)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none")), *others]


class PassForm(forms.Form):
    """To whom, and what for."""

    node = forms.ChoiceField(label=_("To"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(PURPOSES.items()))
    h3_confirmed = forms.BooleanField(
        label=_("I read the H3 restriction and it allows this"), required=False
    )

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["node"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(node, f"{node.upper()} ({country})") for node, country in receivers]
