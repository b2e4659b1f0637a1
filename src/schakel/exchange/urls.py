"""Addresses of the room."""

from django.urls import path, re_path

from schakel.exchange import api, views

app_name = "exchange"
urlpatterns = [
    path("v1/node", api.node, name="node"),
    path("v1/envelopes", api.envelopes, name="envelopes"),
    path("v1/calls", api.calls, name="calls"),
    path("v1/links", api.links, name="statements"),
    re_path(r"^v1/blobs/(?P<digest>[0-9a-f]{64})$", api.blob, name="blob"),
    re_path(r"^v1/blobs/(?P<digest>[0-9a-f]{64})/leaves$", api.leaves, name="leaves"),
    re_path(
        r"^v1/blobs/(?P<digest>[0-9a-f]{64})/parts/(?P<number>0|[1-9][0-9]{0,5})$",
        api.part,
        name="part",
    ),
    path("links", views.links, name="links"),
    path("deliveries", views.deliveries, name="deliveries"),
]
