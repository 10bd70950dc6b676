from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "stegvis_web.casework"
    label = "casework"
