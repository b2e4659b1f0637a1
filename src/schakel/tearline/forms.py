"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.queries import list_persons, original_ids
from schakel.intake.queries import list_originals
from schakel.tearline.models import Version
from schakel.tearline.queries import list_audiences, list_numbers


class AudienceForm(forms.Form):
    """For whom a version is."""

    audience = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", ""),
            *((code, f"{code.upper()} ({country})") for code, country in list_audiences()),
        ]


class VersionForm(forms.Form):
    """What stands below the line."""

    text = forms.CharField(
        label=_("What they get"), widget=forms.Textarea, required=False, max_length=100_000
    )
    persons = forms.MultipleChoiceField(
        label=_("Persons who may be named"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    numbers = forms.MultipleChoiceField(
        label=_("Identifiers that may be given"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    originals = forms.MultipleChoiceField(
        label=_("Files that go along"), widget=forms.CheckboxSelectMultiple, required=False
    )
    kept_back = forms.CharField(
        label=_("Words that must not leave"),
        help_text=_("One a line, for example the name of an operation."),
        widget=forms.Textarea,
        required=False,
        max_length=5_000,
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persons = [one for one in list_persons(version.report_id) if not one.code_reference]
        originals = list_originals(original_ids(version.report_id), for_user=version.author)
        self._offer("persons", [(str(one.id), one.name) for one in persons])
        self._offer(
            "numbers",
            [(one, one) for one in list_numbers(version)],
        )
        self._offer("originals", [(str(one.id), one.name) for one in originals])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """Return what was written and ticked; the form must be valid."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "kept_back": given["kept_back"],
            "persons": given.get("persons", []),
            "numbers": given.get("numbers", []),
            "files": given.get("originals", []),
        }
