"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from laws.models import Law, Policy


@register(Law)
class LawTranslation(TranslationOptions):
    fields = Law.TEXTS


@register(Policy)
class PolicyTranslation(TranslationOptions):
    fields = Policy.TEXTS
