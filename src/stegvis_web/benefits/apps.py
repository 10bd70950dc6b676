from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "stegvis_web.benefits"
    label = "benefits"

    def ready(self) -> None:
        from stegvis.foundation.words import gettext_noop
        from stegvis_web.benefits import holdings
        from stegvis_web.foundation.holdings import ABOUT_NOBODY, HOLDINGS
        from stegvis_web.foundation.navigation import MINE, MyItem
        from stegvis_web.foundation.registry import register

        register(MINE, MyItem("benefits:my-days", gettext_noop("My days")))
        register(HOLDINGS, *holdings.HOLDINGS)
        ABOUT_NOBODY.update(holdings.ABOUT_NOBODY)
