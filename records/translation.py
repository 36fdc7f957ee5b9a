"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from records.models import Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("definition",)
