"""Names the room of the account to Django."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """The room of the account."""

    name = "headwater.web.account"
    label = "account"
    verbose_name = "Account"
    default_auto_field = "django.db.models.BigAutoField"
