from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stegvis_web.people"
    label = "people"

    def ready(self) -> None:
        from stegvis.foundation.words import gettext_noop
        from stegvis_web.foundation import navigation
        from stegvis_web.foundation.holdings import ABOUT_NOBODY, HOLDINGS
        from stegvis_web.foundation.registry import DUE, RESTORED, register
        from stegvis_web.people import access, erasing, events, holdings  # noqa: F401  # events connects what it listens to

        people, service = frozenset(access.PEOPLE), frozenset(access.SERVICE)
        register(
            navigation.ITEMS,
            navigation.NavItem("people:persons", gettext_noop("People"), "people", 40, people),
            navigation.NavItem("people:service", gettext_noop("Service"), "door", 60, service),
        )
        register(DUE, erasing.write_ledger)
        register(RESTORED, erasing.after_restore)
        register(HOLDINGS, *holdings.HOLDINGS)
        ABOUT_NOBODY.update(holdings.ABOUT_NOBODY)
