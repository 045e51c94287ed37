"""The one page."""

from django.urls import path

from finder.views import search

urlpatterns = [path("de/search", search, name="search")]
