"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from indicators.models import Code, Dataset, Indicator, Note


@register(Code)
class CodeTranslation(TranslationOptions):
    fields = Code.TEXTS


@register(Dataset)
class DatasetTranslation(TranslationOptions):
    fields = Dataset.TEXTS


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = Indicator.TEXTS


@register(Note)
class NoteTranslation(TranslationOptions):
    fields = Note.TEXTS
