"""Codes to translated sentences."""

from django.utils.translation import gettext_lazy as _

from schakel.tearline.core.secrets import Kind

KINDS = {
    Kind.NAME: _("Name"),
    Kind.INFORMANT: _("Reference of an informant"),
    Kind.BIRTH_DATE: _("Date of birth"),
    Kind.NUMBER: _("Identifier"),
    Kind.WORD: _("Word kept back"),
    Kind.PASSAGE: _("Passage of the report"),
}
WHY = {
    Kind.NAME: _("the person is not ticked"),
    Kind.INFORMANT: _("never leaves"),
    Kind.BIRTH_DATE: _("the person is not ticked"),
    Kind.NUMBER: _("not ticked"),
    Kind.WORD: _("written down as kept back"),
    Kind.PASSAGE: _("not in this version"),
}
