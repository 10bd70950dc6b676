from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "stegvis_web.casework"
    label = "casework"

    def ready(self) -> None:
        from stegvis_web.casework.queries.links import may_still_come
        from stegvis_web.casework.queries.today import RULES
        from stegvis_web.foundation.registry import TODAY
        from stegvis_web.people.links import LINK_ALIVE

        TODAY.extend(RULES)
        LINK_ALIVE.append(may_still_come)
