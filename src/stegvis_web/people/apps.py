from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stegvis_web.people"
    label = "people"
