"""Wagtail pages: the home page and the pages of prose. Each language has a tree of its own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

# A page with as many headings begins with a list of them.
_MANY = 6
_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]


class HomePage(Page):
    """The first page of a language. What it shows beside its words is composed in `pages.home`."""

    promise = models.TextField(_("what the site offers"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("promise")]
    subpage_types = ["pages.ProsePage"]
    template = "pages/home.html"
    max_count_per_parent = None

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from pages.home import context

        return {**super().get_context(request, *args, **kwargs), **context(self.locale.language_code)}


class ProsePage(Page):
    """A page of text: about, methodology, coverage, help with searching.

    The blocks without content of their own are figures and tables that the site makes from its records.
    """

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=_FEATURES, label=_("Text"))),
            ("coverage", blocks.StaticBlock(label=_("Table: what is held of each country"))),
            ("examples", blocks.StaticBlock(label=_("Examples of searches"))),
            ("figures", blocks.StaticBlock(label=_("Figures: records, checked and unchecked"))),
        ],
        blank=True,
        verbose_name=_("body"),
    )
    note = RichTextField(_("note at the end"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("note")]
    subpage_types = ["pages.ProsePage"]
    template = "pages/prose.html"

    class Meta:
        verbose_name = _("page of text")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from pages.coverage import context as counted
        from pages.headings import Headings

        context = super().get_context(request, *args, **kwargs)
        kinds = {block.block_type for block in self.body}
        headings = Headings()
        parts = [
            (block.block_type, headings.linked(block.render()) if block.block_type == "text" else "")
            for block in self.body
        ]
        return {
            **context,
            "parts": parts,
            "contents": headings.found if len(headings.found) >= _MANY else [],
            **counted(kinds, self.locale.language_code),
            "languages": translations(self, request),
        }


def translations(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """The page in each language; where it has no published twin, that language's home page."""
    twins = {twin.locale.language_code: twin.get_url(request) for twin in page.get_translations(inclusive=True).live()}
    return [{"code": code, "name": name, "url": twins.get(code) or f"/{code}/"} for code, name in settings.LANGUAGES]
