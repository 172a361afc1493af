"""How every form is drawn: label, hint, field and error, tied together for screen readers."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw forms with the site's own templates."""

    form_template_name = "site/form.html"
    field_template_name = "site/field.html"
