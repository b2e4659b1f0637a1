"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.casework.wording import INFORMATION, SOURCES
from schakel.handling.wording import CODES
from schakel.instruments.wording import FIELDS, GROUNDS, URGENCIES
from schakel.network.queries import Proposal, name_of
from schakel.network.wording import CHANNELS
from schakel.shell.fields import ManyFilesField, ManyFilesInput

CARRIERS = ("siena", "schakel", "e-codex", "i-24-7", "central-authority", "diplomatic")


def _text(name: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=FIELDS[name], required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class RequestForm(forms.Form):
    """The form of art. 4(5); a draft may be incomplete, what is sent may not."""

    marks_optional = False

    authority = forms.ChoiceField(label=_("To"))
    asked = _text("asked")
    purpose = _text("purpose")
    available_because = _text("available_because", 2)
    connection = _text("connection", 2)
    urgency = forms.ChoiceField(
        label=FIELDS["urgency"], choices=list(URGENCIES.items()), required=False
    )
    urgency_reason = _text("urgency_reason", 2)
    directly_accessible = forms.BooleanField(
        label=_("Directly accessible there: eight hours instead of three days when urgent"),
        required=False,
    )
    restrictions = _text("restrictions", 2)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    carrier_reason = forms.CharField(
        label=FIELDS["carrier_reason"],
        help_text=_("Directive (EU) 2023/977 prescribes SIENA; another carrier needs a reason."),
        max_length=300,
        required=False,
    )
    h3_confirmed = forms.BooleanField(
        label=_("I read the H3 restriction and it allows this"), required=False
    )
    not_origin = forms.BooleanField(
        label=_("The receiver is not the person's country of origin"), required=False
    )
    no_asylum = forms.BooleanField(
        label=_("The immigration service says: no asylum procedure"), required=False
    )

    def __init__(self, *args: Any, proposals: tuple[Proposal, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "en")[:2]
        authority, carrier = self.fields["authority"], self.fields["carrier"]
        assert isinstance(authority, forms.ChoiceField)
        assert isinstance(carrier, forms.ChoiceField)
        authority.choices = [(str(p.authority.id), _named(p, language)) for p in proposals]
        carrier.choices = [(code, CHANNELS[code]) for code in CARRIERS]


def _named(proposal: Proposal, language: str) -> str:
    authority = proposal.authority
    name = authority.name_nl if language == "nl" else authority.name_en
    return f"{name_of(authority.country, language)}: {name}"


class RemarkForm(forms.Form):
    """A text that goes with a step."""

    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )


class RefuseForm(forms.Form):
    """A refusal with its ground."""

    ground = forms.ChoiceField(label=_("Ground (art. 6(1))"), choices=list(GROUNDS.items()))
    text = forms.CharField(
        label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )


class _AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    uploads = ManyFilesField(
        label=_("Files"),
        required=False,
        widget=ManyFilesInput(attrs={"data-drop": "yes", "multiple": True}),
    )
    codes = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=list(CODES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["H1"],
        required=False,
    )
    restrictions = forms.CharField(
        label=_("Text of the H3 restriction"), max_length=500, required=False
    )


class AnswerForm(_AnswerForm):
    """An answer: text, files, codes and grading."""

    source_grade = forms.ChoiceField(
        label=_("Source"), choices=list(SOURCES.items()), widget=forms.RadioSelect
    )
    information_grade = forms.ChoiceField(
        label=_("Information"), choices=list(INFORMATION.items()), widget=forms.RadioSelect
    )


class ByHandForm(_AnswerForm):
    """An answer that came by another carrier."""

    outside_reference = forms.CharField(label=_("Their reference"), max_length=100)
    field_order = ("outside_reference",)


class DispatchForm(forms.Form):
    """That a request went out by another carrier."""

    outside_reference = forms.CharField(label=_("Outside reference"), max_length=100)
    proof = forms.CharField(
        label=_("Proof of dispatch"),
        help_text=_("For example the number of the message, or who signed for it."),
        max_length=300,
    )
    received_at = forms.DateTimeField(
        label=_("Received there at"),
        help_text=_("The clock starts here. Empty when not known yet."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReceiptForm(forms.Form):
    """When the partner received what went by another carrier."""

    received_at = forms.DateTimeField(
        label=_("Received there at"),
        help_text=_("The clock starts here."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
