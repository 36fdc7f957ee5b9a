"""What the edit forms of all records share: a tab for each language, the standing of the record, and who may say what."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface

from records.models import LANGUAGES, PUBLIC_STATES, LanguageState, Link, blocks, gaps

# States that a text may get from someone who may not publish.
_UNREVIEWED = (LanguageState.MISSING, LanguageState.MACHINE, LanguageState.DRAFT)


class RecordForm(WagtailAdminModelForm):
    """Drafts can always be saved; publishing and submitting need what readers rely on. Only who may publish can call a
    text reviewed, and a reviewed text that somebody else changes is a draft again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._may_review():
            return
        for code in LANGUAGES:
            if field := self.fields.get(f"state_{code}"):
                allowed = {*_UNREVIEWED, getattr(self.instance, f"state_{code}")}
                field.choices = [choice for choice in field.choices if choice[0] in allowed]

    def _may_review(self) -> bool:
        user, options = self.for_user, self.instance._meta
        return bool(user and user.has_perm(f"{options.app_label}.publish_{options.model_name}"))

    def _post_clean(self) -> None:
        super()._post_clean()
        changed = set(self.changed_data)
        for code in LANGUAGES:
            state = getattr(self.instance, f"state_{code}")
            texts = {f"{name}_{code}" for name in self.instance.TEXTS}
            if texts & changed and state in PUBLIC_STATES and not self._may_review():
                setattr(self.instance, f"state_{code}", LanguageState.DRAFT)
        if {"action-publish", "action-submit"} & set(self.data):
            for message in blocks(self.instance):
                self.add_error(None, message)


class StandingPanel(Panel):
    """What blocks publication, what is missing, and links of the record that do not work."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "records/desk/standing.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            known = self.instance.pk is not None
            broken = Link.objects.filter(url__in=addresses(self.instance), broken_since__isnull=False) if known else []
            return {
                **context,
                "blocks": blocks(self.instance) if known else [],
                "gaps": gaps(self.instance) if known else [],
                "broken": broken,
            }


def addresses(record: Any) -> list[str]:
    """Web addresses that the record gives."""
    names = ("official_url", "source_url")
    found = [getattr(record, name, "") for name in names]
    if record.source_id:
        found.append(record.source.url)
    return [url for url in found if url]


def language_tabs(texts: Sequence[str], headings: dict[str, Any] | None = None) -> list[ObjectList]:
    """One tab a language, with all its texts and its state."""
    headings = headings or {}
    return [
        ObjectList(
            [
                *(FieldPanel(f"{text}_{code}", heading=headings.get(text)) for text in texts),
                FieldPanel(f"state_{code}", heading=_("State of this language")),
            ],
            heading=name,
        )
        for code, name in settings.LANGUAGES
    ]


def evidence() -> MultiFieldPanel:
    """Where the facts come from."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("checked"), FieldPanel("source")]),
            FieldPanel("source_url"),
            FieldPanel("source_note"),
        ],
        heading=_("Checked against a source"),
    )


def tabs(
    record: Sequence[Any], texts: Sequence[str], more: Sequence[ObjectList] = (), **headings: Any
) -> TabbedInterface:
    """The whole form: record, languages, more."""
    return TabbedInterface(
        [
            ObjectList([StandingPanel(), *record, FieldPanel("original_language"), evidence()], heading=_("Record")),
            *language_tabs(texts, headings),
            *more,
        ],
        base_form_class=RecordForm,
    )
