"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.accounts.wording import REGIMES
from schakel.casework.wording import (
    BENEFITS,
    EUROPOL,
    EUROPOL_PURPOSES,
    FEEDBACK,
    HOW,
    INFORMATION,
    SOURCES,
)
from schakel.handling.core.case import Subject
from schakel.handling.wording import CODES, PURPOSES, SUBJECTS
from schakel.knowledge.queries import list_methods
from schakel.rulebook.core.regimes import regimes_beside
from schakel.safeguards.queries import list_countries, list_receivers
from schakel.shell.fields import ManyFilesField, ManyFilesInput


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("choose")), *choices]


def _language() -> str:
    return (get_language() or "en")[:2]


class HintForm(forms.Form):
    """A new hint: files or text, and the grading; everything else has a default."""

    uploads = ManyFilesField(
        label=_("Files"),
        help_text=_("Mails, documents, tables, pictures. Drop them here or choose them."),
        required=False,
        widget=ManyFilesInput(attrs={"data-drop": "yes", "multiple": True, "autofocus": True}),
    )
    text = forms.CharField(
        label=_("Or write it down"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    source_grade = forms.ChoiceField(
        label=_("Source"),
        choices=list(SOURCES.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    information_grade = forms.ChoiceField(
        label=_("Information"),
        choices=list(INFORMATION.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    title = forms.CharField(
        label=_("Subject"),
        help_text=_("Without names of persons: it is shown in lists. Empty: the name of the file."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a hint that is quite empty."""
        given = super().clean() or {}
        if not given.get("uploads") and not given.get("text", "").strip():
            raise forms.ValidationError(_("Add a file, or write down what you heard."))
        return given


class ReportForm(forms.Form):
    """The body of a report."""

    title = forms.CharField(
        label=_("Subject"),
        help_text=_("Without names of persons: it is shown in lists."),
        max_length=200,
        required=False,
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-select-text": "yes"}),
    )
    source_grade = forms.ChoiceField(
        label=_("Source"), choices=list(SOURCES.items()), widget=forms.RadioSelect, required=False
    )
    information_grade = forms.ChoiceField(
        label=_("Information"),
        choices=list(INFORMATION.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    codes = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=list(CODES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    h3_text = forms.CharField(label=_("Text of the H3 restriction"), max_length=500, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(PURPOSES.items()), required=False)
    regime = forms.ChoiceField(
        label=_("Legal regime"),
        help_text=_("The law for these data: that of your unit, unless the task was another."),
        required=False,
    )
    necessity = forms.CharField(
        label=_("Why it is necessary"),
        help_text=_("Needed before anything about a person is sent."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, unit_regime: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laws = [(one, str(REGIMES[one])) for one in regimes_beside(unit_regime)]
        _offer(self.fields["regime"], laws)


class PersonForm(forms.Form):
    """A person in a role that somebody chose; an informant has no field but his reference."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("choose")), *SUBJECTS.items()])
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Select it in the text, or type it."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"data-selected-into": "yes", "autocomplete": "off"}),
    )
    code_reference = forms.CharField(label=_("Code reference"), max_length=60, required=False)
    is_minor = forms.BooleanField(label=_("Minor"), required=False)
    birth_date_text = forms.CharField(
        label=_("Date of birth, as known"), max_length=60, required=False
    )
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["nationality"], list_countries(_language()))
        role = self.data.get("role") if self.is_bound else self.initial.get("role")
        self.is_informant = role == Subject.INFORMANT
        kept = {"role", "code_reference"} if self.is_informant else set(self.fields)
        for name in set(self.fields) - kept or {"code_reference"}:
            del self.fields[name]
        if self.is_informant:
            self.fields["code_reference"].required = True

    def clean(self) -> dict[str, Any]:
        """Refuse a name for an informant: who typed one must know that it was not taken."""
        given = super().clean() or {}
        if self.is_informant and self.data.get("name", "").strip():
            raise forms.ValidationError(
                _("An informant has a code reference and no name. The name was not kept.")
            )
        return given


class RoleForm(forms.Form):
    """Another role for a person."""

    role = forms.ChoiceField(label=_("New role"), choices=list(SUBJECTS.items()))
    qualification = forms.CharField(
        label=_("Legal qualification"),
        help_text=_("Needed to make a smuggled person a suspect: offence and article."),
        max_length=300,
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    code_reference = forms.CharField(
        label=_("Code reference"),
        help_text=_("For an informant alone; the name is then erased."),
        max_length=60,
        required=False,
    )


class MethodForm(forms.Form):
    """A method, and the fragment it rests on."""

    code = forms.ChoiceField(label=_("Method"))
    fragment = forms.CharField(
        label=_("Fragment it rests on"),
        max_length=500,
        widget=forms.TextInput(attrs={"data-selected-into": "yes"}),
    )
    benefit = forms.ChoiceField(label=_("Benefit"), choices=list(BENEFITS.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dutch = _language() == "nl"
        _offer(
            self.fields["code"],
            [(m.code, f"{m.code} {m.label_nl if dutch else m.label_en}") for m in list_methods()],
        )


class EuropolForm(forms.Form):
    """Whether the report goes to Europol."""

    answer = forms.ChoiceField(
        label=_("To Europol?"), choices=list(EUROPOL.items()), widget=forms.RadioSelect
    )
    purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        choices=list(EUROPOL_PURPOSES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    restrictions = forms.CharField(label=_("Restrictions"), max_length=500, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class FeedbackForm(forms.Form):
    """What was done with a report."""

    answer = forms.ChoiceField(
        label=_("This report was"), choices=list(FEEDBACK.items()), widget=forms.RadioSelect
    )
    because = forms.CharField(label=_("Because"), max_length=300, required=False)


class ContactForm(forms.Form):
    """A call or meeting with somebody who has no node."""

    direction = forms.ChoiceField(
        label=_("Who tells whom"),
        choices=[("in", _("they tell us")), ("out", _("we tell them"))],
        widget=forms.RadioSelect,
        initial="in",
    )
    how = forms.ChoiceField(label=_("How"), choices=list(HOW.items()))
    counterpart = forms.CharField(
        label=_("With whom"), help_text=_("Function and organisation."), max_length=200
    )
    country = forms.ChoiceField(label=_("Country or organisation"))
    at = forms.DateTimeField(
        label=_("When"),
        help_text=_("Empty: now."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    said = forms.CharField(
        label=_("What is said"),
        help_text=_("When we tell: exactly the words that may be released."),
        widget=forms.Textarea(attrs={"rows": 4}),
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
    already_said = forms.BooleanField(
        label=_("It was said already; log it even when the gate would have refused"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["country"], list_receivers(_language()))


class AuthorityForm(forms.Form):
    """Which authority's node joins a thread."""

    authority = forms.UUIDField()
