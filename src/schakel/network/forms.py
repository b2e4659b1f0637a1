"""What a browser may ask the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.network.wording import KINDS


class DirectoryFilter(forms.Form):
    """Which entries to show; the address of the page holds codes only."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *KINDS.items()], required=False
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *countries]
