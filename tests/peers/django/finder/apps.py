"""The app with the one page."""

from django.apps import AppConfig


class FinderConfig(AppConfig):
    name = "finder"
