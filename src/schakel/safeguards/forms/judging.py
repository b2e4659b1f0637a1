"""A judgement as the desk writes it, and its withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.safeguards.core.judgements import Judged, Measure
from schakel.safeguards.queries import list_alarming, list_authorities, list_receivers
from schakel.safeguards.wording import MEASURES, POSITIVE

LONG = {"rows": 4}


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class PartyForm(forms.Form):
    """Which country or organisation is judged; the rest of the form follows from it."""

    party = forms.ChoiceField(label=_("Country or organisation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *list_receivers((get_language() or "en")[:2])]


class DraftForm(forms.Form):
    """A judgement on one party; its authorities and its indices are those of this node."""

    authority = forms.ChoiceField(
        label=_("Authority or unit"),
        help_text=_("Narrower goes first: a judgement on an authority counts, not its country's."),
        required=False,
    )
    measure = forms.ChoiceField(label=_("Measure"), choices=list(MEASURES.items()), required=False)
    positive = forms.TypedChoiceField(
        label=_("Judgement"),
        choices=[(str(key), words) for key, words in POSITIVE.items()],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs=LONG), max_length=10_000)
    sources = forms.CharField(
        label=_("Sources, each with its date"),
        widget=forms.Textarea(attrs=LONG),
        max_length=10_000,
    )
    conditions = forms.CharField(
        label=_("Conditions"), widget=forms.Textarea(attrs=LONG), max_length=10_000, required=False
    )
    dissent = forms.CharField(
        label=_("Who of the desk thinks otherwise, and why"),
        widget=forms.Textarea(attrs=LONG),
        max_length=10_000,
        required=False,
    )
    explanation = forms.CharField(
        label=_("Why this judgement stands beside what the indices say"),
        widget=forms.Textarea(attrs=LONG),
        max_length=10_000,
        required=False,
    )
    valid_from = _day(_("First day"))
    valid_until = _day(_("Last day"), _("Within 12 months of the first day."))

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole country or organisation")), *list_authorities(party)]
        if not list_alarming(party):
            del self.fields["explanation"]

    def judged(self) -> Judged:
        """Return what was written; the form must be valid."""
        given = {**self.cleaned_data, "measure": Measure(self.cleaned_data["measure"])}
        return Judged(party=self.party, **given)


class WithdrawForm(forms.Form):
    """Why a judgement counts no more."""

    reason = forms.CharField(
        label=_("Why it counts no more"),
        help_text=_("Without names of persons."),
        max_length=500,
    )
