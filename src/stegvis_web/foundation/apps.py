from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "stegvis_web.foundation"
    label = "foundation"
