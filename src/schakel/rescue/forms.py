"""What a browser may send."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.alerts import Condition, Craft
from schakel.rescue.core.alert import MOST_PEOPLE, Alert, Review
from schakel.rescue.wording import CONDITIONS, CRAFTS, REVIEWS
from schakel.safeguards.queries import list_receivers

LONGEST_AGO = 24 * 60  # minutes


class AlertForm(forms.Form):
    """Where, how many, in what condition: no text, so that no name can slip in."""

    latitude = forms.FloatField(
        label=_("Latitude"),
        help_text=_("Degrees, for example 35.5075; south is negative."),
        required=False,
        min_value=-90,
        max_value=90,
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        help_text=_("Degrees, for example 12.6; west is negative."),
        required=False,
        min_value=-180,
        max_value=180,
    )
    road = forms.RegexField(
        label=_("Or the road"),
        regex=r"^[A-Z]{1,2}[0-9]{1,4}$",
        help_text=_("For example A16."),
        required=False,
    )
    kilometre = forms.FloatField(label=_("Kilometre"), required=False, min_value=0, max_value=9999)
    minutes_ago = forms.IntegerField(
        label=_("Minutes ago"), initial=0, min_value=0, max_value=LONGEST_AGO
    )
    people = forms.IntegerField(
        label=_("How many people"),
        help_text=_("Empty when nobody knows."),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
    )
    craft = forms.ChoiceField(label=_("They are in or on"), choices=list(CRAFTS.items()))
    conditions = forms.MultipleChoiceField(
        label=_("What threatens them"),
        choices=list(CONDITIONS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.ChoiceField(label=_("Rescue centre of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = list_receivers((get_language() or "en")[:2])
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *(pair for pair in countries if len(pair[0]) == 2)]

    def clean(self) -> dict[str, Any]:
        """Refuse an alert that does not say where."""
        given = super().clean() or {}
        placed = given.get("latitude") is not None and given.get("longitude") is not None
        on_road = given.get("road") and given.get("kilometre") is not None
        if not placed and not on_road:
            raise forms.ValidationError(_("Give a position, or a road and its kilometre."))
        return given

    def to_alert(self, *, now: datetime) -> Alert:
        """Return the alert; the form must be valid."""
        given = self.cleaned_data
        return Alert(
            latitude=given["latitude"],
            longitude=given["longitude"],
            road=given["road"],
            kilometre=given["kilometre"],
            seen_at=now - timedelta(minutes=given["minutes_ago"]),
            people=given["people"],
            craft=Craft(given["craft"]),
            conditions=frozenset(Condition(one) for one in given["conditions"]),
        )


class ReviewForm(forms.Form):
    """What the reviewer found."""

    review = forms.ChoiceField(
        label=_("What you found"), choices=list(REVIEWS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was wrong"),
        help_text=_("Without names of persons."),
        max_length=500,
        required=False,
    )

    def found(self) -> Review:
        """Return the finding; the form must be valid."""
        return Review(self.cleaned_data["review"])
