from django.apps import AppConfig

from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation import navigation
from stegvis_web.foundation.navigation import NavItem

NAVIGATION = (
    NavItem("casework:today", gettext_noop("Today"), "today", 10, frozenset({"practitioner", "manager"})),
    NavItem(
        "casework:caseload",
        gettext_noop("Cases"),
        "list",
        20,
        frozenset({"practitioner", "manager", "researcher"}),
    ),
    NavItem(
        "casework:referrals", gettext_noop("Referrals"), "door", 30, frozenset({"practitioner", "manager"})
    ),
    NavItem("casework:audit", gettext_noop("Audit"), "eye", 50, frozenset({"manager", "administrator"})),
)


class CaseworkConfig(AppConfig):
    name = "stegvis_web.casework"
    label = "casework"

    def ready(self) -> None:
        from stegvis_web.casework import holdings
        from stegvis_web.casework.actions.handovers import carry_out_due
        from stegvis_web.casework.papers_guard import PAPERS
        from stegvis_web.casework.queries import today_rules
        from stegvis_web.casework.queries.links import may_still_come
        from stegvis_web.casework.triggers import GUARD
        from stegvis_web.foundation.holdings import ABOUT_NOBODY, HOLDINGS
        from stegvis_web.foundation.registry import DUE, TODAY, register
        from stegvis_web.foundation.triggers import GUARDS
        from stegvis_web.people.links import LINK_ALIVE

        register(navigation.ITEMS, *NAVIGATION)
        register(TODAY, today_rules.said)
        register(LINK_ALIVE, may_still_come)
        register(DUE, carry_out_due)
        register(GUARDS, GUARD, PAPERS)
        register(HOLDINGS, *holdings.holdings())
        ABOUT_NOBODY.update(holdings.ABOUT_NOBODY)
