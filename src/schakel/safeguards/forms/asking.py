"""What a browser may ask the gate."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import (
    Asylum,
    Consent,
    GateCase,
    HandlingCode,
    Purpose,
    ReceiverFacts,
    Refoulement,
    Subject,
)
from schakel.handling.wording import CODES, PURPOSES, SUBJECTS
from schakel.safeguards.queries import list_receivers
from schakel.safeguards.wording import ASYLUM, CONSENTS, REFOULEMENT, YES_NO

NOT_KNOWN = ("", _("not known"))
FLAGS = (
    "personal minor unaccompanied evaluated special_categories strictly_necessary h3_confirmed "
    "return_decision_final threat_no_time tainted"
).split()
WORDS: dict[str, Callable[[str], Any]] = {
    "original_purpose": Purpose,
    "originator": str,
    "subject": Subject,
    "asylum": Asylum,
    "refoulement": Refoulement,
}


class AskForm(forms.Form):
    """A question before a call, in plain words; no name and no free text is asked."""

    receiver = forms.ChoiceField(label=_("To"))
    purpose = forms.ChoiceField(label=_("For"), choices=list(PURPOSES.items()))
    personal = forms.BooleanField(
        label=_("It is about a person, or can lead to one"), required=False, initial=True
    )
    subject = forms.ChoiceField(
        label=_("The person is"), choices=[NOT_KNOWN, *SUBJECTS.items()], required=False
    )
    minor = forms.BooleanField(label=_("The person is a minor"), required=False)
    receiver_is_origin = forms.ChoiceField(
        label=_("The receiver is the person's country of nationality or former residence"),
        choices=[NOT_KNOWN, *YES_NO.items()],
        required=False,
    )
    asylum = forms.ChoiceField(
        label=_("Asylum, as the immigration service answered"),
        choices=[NOT_KNOWN, *ASYLUM.items()],
        required=False,
    )
    codes = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=list(CODES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    h3_confirmed = forms.BooleanField(
        label=_("I read the restriction of H3 and this respects it"), required=False
    )
    originator = forms.ChoiceField(
        label=_("It came from"),
        help_text=_("Leave empty when it is our own."),
        required=False,
    )
    consent = forms.ChoiceField(
        label=_("The originator's consent to this receiver and this purpose"),
        choices=list(CONSENTS.items()),
        required=False,
    )
    necessary = forms.BooleanField(label=_("I can say why it is necessary"), required=False)
    evaluated = forms.BooleanField(label=_("Source and information are graded"), required=False)
    original_purpose = forms.ChoiceField(
        label=_("It was given for another purpose"),
        choices=[("", _("no")), *PURPOSES.items()],
        required=False,
    )
    special_categories = forms.BooleanField(
        label=_("Health, religion, ethnic origin or the like is in it"), required=False
    )
    strictly_necessary = forms.BooleanField(label=_("That is strictly necessary"), required=False)
    unaccompanied = forms.BooleanField(label=_("The minor is unaccompanied"), required=False)
    return_decision_final = forms.BooleanField(
        label=_("There is a final return decision"), required=False
    )
    refoulement = forms.ChoiceField(
        label=_("Non-refoulement statement"),
        choices=[NOT_KNOWN, *REFOULEMENT.items()],
        required=False,
    )
    threat_no_time = forms.BooleanField(
        label=_("Immediate and serious threat, no time to ask"), required=False
    )
    tainted = forms.BooleanField(
        label=_("It was obtained in violation of human rights"), required=False
    )

    always = "receiver purpose personal subject minor receiver_is_origin asylum codes".split()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receivers = list_receivers((get_language() or "en")[:2])
        for name in ("receiver", "originator"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", ""), *receivers]

    def first_fields(self) -> list[forms.BoundField]:
        """Return the questions that count nearly always."""
        ready = ("necessary", "evaluated")
        return [self[name] for name in (*self.always, *ready)]

    def more_fields(self) -> list[forms.BoundField]:
        """Return the questions for some cases, behind a fold."""
        first = {bound.name for bound in self.first_fields()}
        return [bound for bound in self if bound.name not in first]

    def to_case(self, *, sender: str, facts: ReceiverFacts) -> GateCase:
        """Return the case that the officer described; the form must be valid."""
        given = self.cleaned_data
        covers = {given["receiver"], given["purpose"]}
        consent = Consent(given["consent"] or Consent.NONE)
        chosen: dict[str, Any] = {
            name: kind(given[name]) if given[name] else None for name, kind in WORDS.items()
        }
        return GateCase(
            sender=sender,
            receiver=given["receiver"],
            purpose=Purpose(given["purpose"]),
            codes=frozenset(HandlingCode(code) for code in given["codes"]),
            consent=consent,
            consent_covers=frozenset(covers if consent is Consent.GIVEN else ()),
            necessity="stated" if given["necessary"] else "",
            receiver_is_origin={"yes": True, "no": False}.get(given["receiver_is_origin"]),
            facts=facts,
            **{name: given[name] for name in FLAGS},
            **chosen,
        )
