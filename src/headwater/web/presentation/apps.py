"""Names the room of presentation to Django."""

from django.apps import AppConfig


class PresentationConfig(AppConfig):
    """The room of presentation."""

    name = "headwater.web.presentation"
    label = "presentation"
    verbose_name = "Presentation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name this room's kinds of run."""
        from headwater.web.presentation import actions_bundles, actions_letters
        from headwater.web.runs import registry

        registry.register(
            actions_letters.KIND, actions_letters.work, result_url=actions_letters.address
        )
        registry.register(
            actions_bundles.KIND,
            actions_bundles.work,
            result_url=actions_bundles.address,
            fill=actions_bundles.fill,
            lane="papers",
        )
