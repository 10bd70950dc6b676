from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "stegvis_web.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from stegvis.foundation.words import gettext_noop
        from stegvis_web.benefits.actions import REMOVED
        from stegvis_web.foundation import navigation
        from stegvis_web.foundation.holdings import HOLDINGS
        from stegvis_web.foundation.registry import DUE, register
        from stegvis_web.outcomes import actions, holdings

        roles = frozenset({"manager", "researcher"})
        label = gettext_noop("Outcomes")
        register(navigation.ITEMS, navigation.NavItem("outcomes:outcomes", label, "flag", 45, roles))
        register(HOLDINGS, *holdings.HOLDINGS)
        register(REMOVED, actions.forget_people)
        register(DUE, actions.count_due)
