"""What a browser may send."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.accounts.queries import Unit, User
from schakel.emergency.core.access import (
    LONGEST,
    SHORTEST,
    SHORTEST_REASON,
    Asked,
    Ground,
    Verdict,
)
from schakel.emergency.wording import GROUNDS, VERDICTS


class AskForm(forms.Form):
    """What is to be opened, why, how long, and with whom."""

    unit = forms.ChoiceField(label=_("Reports of which unit"))
    reference = forms.CharField(
        label=_("Only the report with this number"),
        help_text=_("Empty opens all reports of the unit."),
        max_length=40,
        required=False,
    )
    ground = forms.ChoiceField(
        label=_("Why it cannot wait"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("In your own words"),
        help_text=_("Without names of persons. The second person and the privacy officer read it."),
        min_length=SHORTEST_REASON,
        max_length=500,
    )
    minutes = forms.IntegerField(
        label=_("For how many minutes"),
        initial=60,
        min_value=SHORTEST.seconds // 60,
        max_value=LONGEST.seconds // 60,
    )
    second = forms.ChoiceField(
        label=_("Who opens it with you"), help_text=_("Call first: there is half an hour.")
    )

    def __init__(self, *args: Any, units: list[Unit], seconds: list[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self._offer("unit", [(one.code, one.name) for one in units])
        self._offer("second", [(str(one.id), one.get_full_name()) for one in seconds])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *choices]

    def to_asked(self) -> Asked:
        """Return what is asked for; the form must be valid."""
        given = self.cleaned_data
        return Asked(
            unit_code=given["unit"],
            reference=given["reference"],
            ground=Ground(given["ground"]),
            reason=given["reason"],
            minutes=given["minutes"],
            second_id=UUID(given["second"]),
        )


class ReviewForm(forms.Form):
    """What the privacy officer found."""

    verdict = forms.ChoiceField(
        label=_("What you found"), choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was wrong"),
        help_text=_("Without names of persons."),
        max_length=500,
        required=False,
    )

    def found(self) -> Verdict:
        """Return the finding; the form must be valid."""
        return Verdict(self.cleaned_data["verdict"])
