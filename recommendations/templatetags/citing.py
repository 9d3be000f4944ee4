"""How a page points from a sentence to its source in the list at the end."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def cite(keys: str, sources: Mapping[str, Any]) -> SafeString:
    """Link each known key among `keys` (separated by commas) to its place in the list of sources."""
    places = {key: place for place, key in enumerate(sources, start=1)}
    named = [key.strip() for key in keys.split(",") if key.strip() in places]
    if not named:
        return SafeString("")
    links = format_html_join(
        ", ",
        '<a href="#source-{}"><span class="visually-hidden">{} </span>{}</a>',
        ((key, _("Source"), places[key]) for key in named),
    )
    return format_html('<span class="cite">{}</span>', links)
