"""What a browser may send."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from schakel.accounts.core.codes import UNIT_CODE, USERNAME
from schakel.accounts.core.roles import COME_AND_GO, Role
from schakel.accounts.core.telling import is_allowed_target
from schakel.accounts.queries import (
    Unit,
    User,
    find_unit,
    find_user,
    list_colleagues,
    list_units,
)
from schakel.accounts.wording import REGIMES, ROLES, UNIT_KINDS
from schakel.audit.wording import EVENTS, KIND_OF, PROCESSING


class DeputyForm(forms.Form):
    """Who takes over when I am away."""

    deputy = forms.ChoiceField(
        label=_("Deputy"),
        help_text=_("Notices can be passed on to this person of your unit."),
        required=False,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"deputy": user.deputy.username if user.deputy else ""})
        colleagues = [(c.username, c.get_full_name()) for c in list_colleagues(user)]
        _choose(self, "deputy", [("", _("Nobody")), *colleagues])


class PasswordForm(forms.Form):
    """The password of an invited person, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 14 characters; a sentence is easily remembered."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """Return a password that is neither short, nor common, nor like the name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, user=self.user)
        return password

    def clean_again(self) -> str:
        """Return the repetition when it is one."""
        again: str = self.cleaned_data["again"]
        if again != self.data.get("password"):
            raise forms.ValidationError(_("The two are not the same."))
        return again


class PersonForm(forms.Form):
    """A new person of this node."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.RegexField(
        rf"\A(?:{USERNAME.pattern})\Z",
        label=_("User name"),
        max_length=60,
        help_text=_("Small letters, digits, dots, hyphens. It never changes."),
    )
    email = forms.EmailField(label=_("E-mail for notices"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _choose_work(self)

    def clean_username(self) -> str:
        """Return a user name that nobody has."""
        username: str = self.cleaned_data["username"]
        if find_user(username):
            raise forms.ValidationError(_("Somebody has this user name."))
        return username


class ChangeForm(forms.Form):
    """What can change about a person."""

    email = forms.EmailField(label=_("E-mail for notices"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"))
    is_active = forms.BooleanField(
        label=_("May sign in"),
        help_text=_("Another role, another unit or no longer signing in ends open sessions."),
        required=False,
    )

    def __init__(self, data: Any = None, *, user: User, by: User) -> None:
        initial = {
            "email": user.email,
            "role": user.role,
            "unit": user.unit.code if user.unit else "",
            "is_active": user.is_active,
        }
        super().__init__(data, initial=initial)
        self.is_oneself = user.id == by.id
        _choose_work(self)

    def clean(self) -> dict[str, Any]:
        """Return the change, unless one would shut oneself out."""
        given = super().clean() or {}
        stays = given.get("is_active") and given.get("role") == Role.NODE_ADMINISTRATOR
        if self.is_oneself and not stays:
            raise forms.ValidationError(_("Somebody else must take this role from you."))
        return given


class UnitForm(forms.Form):
    """A unit, its controller, the law under which it works, and where its desk is told."""

    code = forms.RegexField(
        rf"\A(?:{UNIT_CODE.pattern})\Z",
        label=_("Code"),
        max_length=40,
        help_text=_("A short name in lower case. Partners address it; it never changes."),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=120)
    controller = forms.CharField(
        label=_("Controller"),
        max_length=200,
        help_text=_("Who decides why and how this unit processes personal data."),
    )
    regime = forms.ChoiceField(label=_("Legal regime"))
    duty_email = forms.EmailField(label=_("E-mail of the duty desk"), required=False)
    duty_webhook = forms.CharField(
        label=_("Webhook of the duty desk"),
        max_length=200,
        required=False,
        help_text=_("Begins with https://. It learns that something waits, never what."),
    )

    def __init__(self, data: Any = None, *, unit: Unit | None) -> None:
        initial = {name: getattr(unit, name) for name in self.base_fields} if unit else {}
        super().__init__(data, initial=initial)
        self.unit = unit
        self.fields["code"].disabled = unit is not None
        _choose(self, "kind", UNIT_KINDS.items())
        _choose(self, "regime", REGIMES.items())

    def clean_code(self) -> str:
        """Return a code that no other unit has."""
        code: str = self.cleaned_data["code"]
        if self.unit is None and find_unit(code):
            raise forms.ValidationError(_("Another unit has this code."))
        return code

    def clean_duty_webhook(self) -> str:
        """Return an address that may be called."""
        target: str = self.cleaned_data["duty_webhook"]
        if target and not is_allowed_target(target):
            raise forms.ValidationError(_("A webhook is called over https, or on this machine."))
        return target


class LogForm(forms.Form):
    """What to look for in the log; shown filled, read in the view."""

    event = forms.ChoiceField(label=_("Event"), required=False)
    actor = forms.CharField(label=_("Who (user name)"), max_length=80, required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    object_id = forms.CharField(label=_("Id of what it was done to"), max_length=80, required=False)

    def __init__(self, typed: dict[str, str]) -> None:
        super().__init__(initial=typed)
        groups = [
            (words, [(event, EVENTS[event]) for event in EVENTS if KIND_OF[event] is kind])
            for kind, words in PROCESSING.items()
        ]
        _choose(self, "event", [("", _("every event")), *groups])
        units = [(unit.code, unit.name) for unit in list_units()]
        _choose(self, "unit", [("", _("every unit")), *units])


def _choose_work(form: forms.Form) -> None:
    _choose(form, "role", [(role.value, ROLES[role]) for role in Role if role not in COME_AND_GO])
    _choose(form, "unit", [(unit.code, unit.name) for unit in list_units()])


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
