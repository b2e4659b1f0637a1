"""Fields of forms that more than one room needs."""

from collections.abc import Iterable
from typing import Any

from django import forms


class ManyFilesInput(forms.ClearableFileInput):
    """A control that takes many files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """The files of one upload; an empty list when there is none."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; empty and broken ones too, for the intake says what is wrong."""
        if not data:
            return []
        return list(data) if isinstance(data, Iterable) and not hasattr(data, "read") else [data]
