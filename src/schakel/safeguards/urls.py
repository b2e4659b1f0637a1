"""Addresses of the room."""

from django.urls import path, re_path

from schakel.safeguards.views import judging, pages

app_name = "safeguards"
urlpatterns = [
    path("ask", pages.ask, name="ask"),
    path("judgements", judging.judgements, name="judgements"),
    re_path(r"^judgements/on/(?P<code>[A-Z]{2,10})$", judging.write, name="write"),
    path("judgements/drafts/<uuid:draft_id>", judging.draft, name="draft"),
    path("judgements/drafts/<uuid:draft_id>/sign", judging.sign, name="sign"),
    path("judgements/drafts/<uuid:draft_id>/discard", judging.discard, name="discard"),
    path("judgements/<uuid:judgement_id>/withdraw", judging.withdraw, name="withdraw"),
    re_path(r"^(?P<code>[A-Z]{2,10})$", pages.party, name="party"),
]
