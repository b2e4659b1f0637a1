"""The components of the pages, on the class names of NL Design System."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from schakel.shell.parties import name_party

register = template.Library()

LONG_CHOICE = 26  # characters; longer choices stand one below the other
TONES = {"neutral", "info", "positive", "warning", "negative"}
_ALERT = {"info": "info", "positive": "ok", "warning": "warning", "negative": "error"}
_BUTTON = {
    "primary": "nl-button--primary",
    "secondary": "nl-button--secondary",
    "subtle": "nl-button--subtle",
    "danger": "nl-button--secondary nl-button--negative",
}
_VERIFIED = {
    "V": ("positive", gettext_lazy("verified")),
    "P": ("warning", gettext_lazy("partly verified")),
    "K": ("warning", gettext_lazy("not verified")),
}


@register.simple_tag
def ui_button(  # noqa: PLR0917  # template tags take their words in order
    label: str, kind: str = "primary", name: str = "", value: str = "", extra: str = ""
) -> SafeString:
    """Return a button that sends its form."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    more = format_html(' aria-label="{}"', extra) if extra else ""
    return format_html(
        '<button type="submit" class="nl-button {}"{}{}>{}</button>',
        _BUTTON[kind],
        named,
        more,
        label,
    )


@register.simple_tag
def ui_link(label: str, url: str, kind: str = "") -> SafeString:
    """Return a link; `button` and `subtle` look like buttons."""
    looks = {"button": "nl-button nl-button--primary", "subtle": "nl-button nl-button--secondary"}
    return format_html('<a class="{}" href="{}">{}</a>', looks.get(kind, "nl-link"), url, label)


@register.simple_tag
def ui_badge(label: object, tone: str = "neutral") -> SafeString:
    """Return a short state; its words say it, the colour only repeats."""
    tone = tone if tone in TONES else "neutral"
    return format_html('<span class="nl-data-badge sk-badge sk-badge--{}">{}</span>', tone, label)


@register.simple_tag
def ui_verified(mark: str) -> SafeString:
    """Return the mark of a fact: V verified, P partly, anything else not verified."""
    tone, words = _VERIFIED.get(mark, _VERIFIED["K"])
    return ui_badge(words, tone=tone)


@register.simple_tag
def ui_codes(codes: Iterable[str]) -> SafeString:
    """Return handling codes as badges."""
    return format_html_join(
        " ", '<span class="nl-data-badge sk-code">{}</span>', ((c,) for c in sorted(codes))
    )


@register.simple_tag
def ui_moment(moment: datetime | None, zone: str = "", other: str = "") -> SafeString:
    """Return a moment on the clock of this node and on that of the other side.

    The other side is whichever of `zone` and `other` is not the zone of this node.
    """
    if moment is None:
        return mark_safe("&ndash;")
    own = ZoneInfo(settings.SCHAKEL_NODE.time_zone)
    here = moment.astimezone(own)
    shown = format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), _written(here, with_zone=bool(zone))
    )
    far = next((one for one in (zone, other) if one and one != own.key), "")
    if not far:
        return shown
    there = moment.astimezone(ZoneInfo(far))
    if there.utcoffset() == here.utcoffset():
        same = gettext("the same hour there")
        return format_html('{} <span class="sk-there">({})</span>', shown, same)
    return format_html(
        '{} <span class="sk-there">({})</span>', shown, _written(there, with_zone=True)
    )


@register.simple_tag
def ui_day(day: date) -> str:
    """Return a day as the reader's language writes it."""
    return formats.date_format(day, f"j {_month()} Y")


def _month() -> str:
    return "b" if get_language() == "nl" else "M"  # Dutch months have no capital


def _written(moment: datetime, *, with_zone: bool) -> str:
    text = formats.date_format(moment, f"j {_month()} Y H:i")
    return f"{text} {_zone_name(moment)}" if with_zone else text


def _zone_name(moment: datetime) -> str:
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"


@register.simple_tag
def ui_pairs(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Return (label, value) pairs as a description list."""
    rows = format_html_join(
        "",
        '<div class="sk-pairs__row"><dt>{}</dt><dd><bdi>{}</bdi></dd></div>',
        ((label, value) for label, value in pairs),
    )
    return format_html('<dl class="sk-pairs">{}</dl>', rows)


@register.simple_block_tag(end_name="endui_card")
def ui_card(content: str, title: str = "", id: str = "") -> SafeString:  # noqa: A002
    """Return a section with a heading."""
    named = format_html(' id="{}"', id) if id else ""
    head = (
        format_html('<h2 class="nl-heading nl-heading--level-3 sk-card__title">{}</h2>', title)
        if title
        else ""
    )
    return format_html(
        '<section class="sk-card"{}>{}{}</section>',
        named,
        head,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag(end_name="endui_alert")
def ui_alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Return a message that stands out; the content was rendered and escaped by its template."""
    role = "alert" if tone == "negative" else "status"
    head = format_html('<p class="sk-alert__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{} sk-alert" role="{}">'
        '<div class="utrecht-alert__content">{}{}</div></div>',
        _ALERT.get(tone, "info"),
        role,
        head,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag(end_name="endui_table")
def ui_table(content: str, caption: str = "") -> SafeString:
    """Return a table that scrolls inside a region one can reach by keyboard."""
    return format_html(
        '<div class="sk-scroll" role="region" tabindex="0" aria-label="{}">'
        '<table class="utrecht-table sk-table">'
        '<caption class="sk-hidden">{}</caption>{}</table></div>',
        caption,
        caption,
        mark_safe(content),  # noqa: S308
    )


@register.simple_tag
def ui_errors(form: forms.BaseForm) -> SafeString:
    """Return what is wrong with a form, each line leading to its field."""
    if not form.errors:
        return SafeString("")
    lines = [
        (f"#{form[name].id_for_label or form[name].auto_id}", form[name].label, error)
        for name in form.fields
        if name in form.errors
        for error in form.errors[name]
    ]
    items = format_html_join(
        "", '<li><a class="nl-link" href="{}">{}: {}</a></li>', lines
    ) + format_html_join("", "<li>{}</li>", ((error,) for error in form.non_field_errors()))
    return format_html(
        '<div class="utrecht-alert utrecht-alert--error sk-alert" role="alert" tabindex="-1" '
        'data-focus><div class="utrecht-alert__content"><p class="sk-alert__title">{}</p>'
        "<ul>{}</ul></div></div>",
        gettext("Please mend this first"),
        items,
    )


@register.simple_tag
def ui_field(bound: BoundField, rows: int = 0, plain: bool = False) -> SafeString:  # noqa: FBT001, FBT002  # a tag
    """Return label, help, error and control of one field of a form.

    `plain` leaves out what libraries put beside their fields: placeholders that repeat the label.
    """
    widget = bound.field.widget
    if plain:
        widget.attrs.pop("placeholder", None)
        bound.label = gettext(str(bound.label))
    if isinstance(widget, forms.HiddenInput):
        return bound.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        return _checkbox(bound)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _group(bound)
    attributes: dict[str, str | bool] = {
        "class": _control_class(widget),
        **_described(bound),
    }
    if rows:
        attributes["rows"] = str(rows)
    return format_html(
        '<div class="sk-field{}"><label class="sk-label" for="{}">{}{}</label>{}{}{}</div>',
        " sk-field--invalid" if bound.errors else "",
        bound.id_for_label,
        bound.label,
        _optional(bound),
        _help(bound),
        _errors(bound),
        bound.as_widget(attrs=attributes),
    )


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "utrecht-textarea sk-control"
    if isinstance(widget, forms.Select):
        return "utrecht-select sk-control"
    if isinstance(widget, forms.FileInput):
        return "sk-control sk-file"
    return "utrecht-textbox sk-control"


def _checkbox(bound: BoundField) -> SafeString:
    return format_html(
        '<div class="sk-field sk-field--check{}">{}{}'
        '<label class="sk-check" for="{}">{}</label>{}</div>',
        " sk-field--invalid" if bound.errors else "",
        _errors(bound),
        bound.as_widget(attrs={"class": "sk-check__box", **_described(bound)}),
        bound.id_for_label,
        bound.label,
        _help(bound),
    )


def _group(bound: BoundField) -> SafeString:
    texts = [str(sub.choice_label) for sub in bound.subwidgets]
    long = max((len(text) for text in texts), default=0) > LONG_CHOICE
    choices = format_html_join(
        "",
        '<label class="sk-check"><span class="sk-check__box">{}</span><span>{}</span></label>',
        ((sub.tag(), sub.choice_label) for sub in bound.subwidgets),
    )
    return format_html(
        '<fieldset class="sk-field sk-group{}" id="{}"><legend class="sk-label">{}{}</legend>'
        '{}{}<div class="sk-group__choices{}">{}</div></fieldset>',
        " sk-field--invalid" if bound.errors else "",
        bound.auto_id,
        bound.label,
        _optional(bound),
        _help(bound),
        _errors(bound),
        " sk-group__choices--long" if long else "",
        choices,
    )


def _described(bound: BoundField) -> dict[str, str]:
    ids: Sequence[str] = [
        *([f"{bound.auto_id}-help"] if bound.help_text else []),
        *([f"{bound.auto_id}-error"] if bound.errors else []),
    ]
    return {
        **({"aria-describedby": " ".join(ids)} if ids else {}),
        **({"aria-invalid": "true"} if bound.errors else {}),
    }


def _optional(bound: BoundField) -> SafeString | str:
    if not getattr(bound.form, "marks_optional", True):
        return ""
    if not any(field.required for field in bound.form.fields.values()):
        return ""  # where nothing is required, saying so at each field is noise
    if bound.field.required:
        return ""
    return format_html(' <span class="sk-optional">({})</span>', gettext("not required"))


def _help(bound: BoundField) -> SafeString | str:
    if not bound.help_text:
        return ""
    return format_html('<div class="sk-help" id="{}-help">{}</div>', bound.auto_id, bound.help_text)


def _errors(bound: BoundField) -> SafeString | str:
    if not bound.errors:
        return ""
    return format_html(
        '<p class="sk-error" id="{}-error">{}</p>',
        bound.auto_id,
        " ".join(str(error) for error in bound.errors),
    )


@register.filter
def party(code: str) -> str:
    """Return what a node, a country or an organisation is called."""
    return name_party(code) if code else ""


@register.filter
def lookup(table: Any, key: Any) -> Any:
    """Return `table[key]`, or the key itself when the table does not know it."""
    return table.get(key, key)
