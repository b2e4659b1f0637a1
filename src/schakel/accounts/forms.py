"""What a browser may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import User, list_units, list_users
from schakel.accounts.wording import ROLES


class DeputyForm(forms.Form):
    """Who takes over when I am away."""

    deputy = forms.ChoiceField(
        label=_("Deputy"),
        help_text=_("Notices can be passed on to this person of your unit."),
        required=False,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"deputy": user.deputy.username if user.deputy else ""})
        field = self.fields["deputy"]
        assert isinstance(field, forms.ChoiceField)
        colleagues = list_users(unit=user.unit).exclude(id=user.id)
        field.choices = [("", _("Nobody")), *((c.username, c.get_full_name()) for c in colleagues)]


class PersonForm(forms.Form):
    """A new person of this node."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.SlugField(
        label=_("User name"), max_length=60, help_text=_("Letters, digits, hyphens.")
    )
    email = forms.EmailField(label=_("E-mail for notices"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles, units = self.fields["role"], self.fields["unit"]
        assert isinstance(roles, forms.ChoiceField)
        assert isinstance(units, forms.ChoiceField)
        roles.choices = [(role.value, ROLES[role]) for role in Role]
        units.choices = [(unit.code, unit.name_en) for unit in list_units()]
