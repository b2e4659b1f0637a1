"""What a browser may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
