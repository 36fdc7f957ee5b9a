"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from reports.models import Chapter, Report


@register(Report)
class ReportTranslation(TranslationOptions):
    fields = Report.TEXTS


@register(Chapter)
class ChapterTranslation(TranslationOptions):
    fields = Chapter.TEXTS
