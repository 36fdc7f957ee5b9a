"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from countries.models import Jurisdiction


@register(Jurisdiction)
class JurisdictionTranslation(TranslationOptions):
    fields = ("name",)
