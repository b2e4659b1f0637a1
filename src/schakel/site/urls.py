"""Addresses of the node: one prefix per room."""

from django.urls import include, path

urlpatterns = [
    path("", include("schakel.site.desk_urls")),
    path("", include("schakel.shell.urls")),
    path("", include("schakel.upkeep.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("schakel.shell.signing_urls")),
    path("access/", include("schakel.access.urls")),
    path("people/", include("schakel.accounts.urls")),
    path("gate/", include("schakel.rulebook.urls")),
    path("gate/", include("schakel.handling.urls")),
    path("gate/holds/", include("schakel.lifting.urls")),
    path("asylum/", include("schakel.asylum.urls")),
    path("release/", include("schakel.release.urls")),
    path("tearline/", include("schakel.tearline.urls")),
    path("rescue/", include("schakel.rescue.urls")),
    path("safeguards/", include("schakel.safeguards.urls")),
    path("directory/", include("schakel.network.urls")),
    path("exchange/", include("schakel.exchange.urls")),
    path("links/", include("schakel.links.urls")),
    path("courier/", include("schakel.courier.urls")),
    path("offline/", include("schakel.offline.urls")),
    path("intake/", include("schakel.intake.urls")),
    path("casework/", include("schakel.casework.urls")),
    path("matching/", include("schakel.matching.urls")),
    path("custody/", include("schakel.custody.urls")),
    path("requests/", include("schakel.assistance.urls")),
    path("retention/", include("schakel.retention.urls")),
    path("vetting/", include("schakel.vetting.urls")),
    path("exculpation/", include("schakel.exculpation.urls")),
    path("assurances/", include("schakel.assurances.urls")),
    path("stops/", include("schakel.halting.urls")),
    path("guests/", include("schakel.guests.urls")),
    path("emergency/", include("schakel.emergency.urls")),
    path("oversight/", include("schakel.oversight.urls")),
    path("rectification/", include("schakel.rectification.urls")),
]

handler400 = "schakel.shell.views.broken_request"
handler500 = "schakel.shell.views.fault"
