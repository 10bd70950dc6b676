from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "stegvis_web.demo"
    label = "demo"
