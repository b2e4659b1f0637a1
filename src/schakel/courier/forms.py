"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.shell.fields import ManyFilesField, ManyFilesInput

MOST_TYPED = 60_000  # characters
LARGEST = 4 * 1024**3  # bytes; a larger one is read by command


class FileForm(forms.Form):
    """A file that a courier brought."""

    file = forms.FileField(
        label=_("File of the courier"),
        allow_empty_file=True,
        help_text=_("For example from a stick. Read twice, it changes nothing."),
    )

    def clean_file(self) -> object:
        """Refuse what a browser should not bring."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("Larger than 4 GiB: read it by command, at the node."))
        return given


class CodesForm(forms.Form):
    """A sheet of codes: photographs, or what a scanner typed, or both."""

    pictures = ManyFilesField(
        label=_("Photographs of the codes"),
        help_text=_("JPEG or PNG, in any order, several codes in one picture if you like."),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "accept": "image/png,image/jpeg"}),
    )
    typed = forms.CharField(
        label=_("Or scan them into this field"),
        help_text=_("With a hand-held scanner, a line each."),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
