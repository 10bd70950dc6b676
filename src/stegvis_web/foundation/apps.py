from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "stegvis_web.foundation"
    label = "foundation"

    def ready(self) -> None:
        from stegvis_web.foundation import checks  # noqa: F401  # registers itself
        from stegvis_web.foundation.plain_words import speak_plainly

        speak_plainly()
