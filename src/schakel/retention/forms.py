"""What a browser may send."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.retention.core.articles import ARTICLES as KNOWN
from schakel.retention.wording import ARTICLES


class PeriodForm(forms.Form):
    """How long data under an article is kept."""

    article = forms.ChoiceField(label=_("Article"), choices=[(c, ARTICLES[c]) for c in KNOWN])
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=1200)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("The article, selection list or decision that says so, with its date."),
    )
    is_verified = forms.BooleanField(
        label=_("I read it in the text of the source myself"), required=False
    )


class ArticleForm(forms.Form):
    """Under which article something is kept instead."""

    article = forms.ChoiceField(label=_("Article"))
    ended_on = forms.DateField(
        label=_("End of the investigation"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only for article 9: its period begins when the investigation has ended."),
    )

    def __init__(self, *args: object, articles: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["article"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, str(ARTICLES[code])) for code in articles]
