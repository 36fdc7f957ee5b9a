"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from laws.models import Law


@register(Law)
class LawTranslation(TranslationOptions):
    fields = ("title", "summary")
