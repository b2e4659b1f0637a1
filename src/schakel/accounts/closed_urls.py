"""Ways in that a node does not offer: nobody signs up, and a mailbox resets no password."""

from django.urls import re_path

from schakel.accounts.views.entering import closed

# Stands before the addresses of allauth, which go on to name these pages.
urlpatterns = [
    re_path(
        r"^(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/", closed, name="closed"
    ),
]
