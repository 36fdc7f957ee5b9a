"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from countries.models import BodyStatus, Jurisdiction


@register(Jurisdiction)
class JurisdictionTranslation(TranslationOptions):
    fields = ("name",)


@register(BodyStatus)
class BodyStatusTranslation(TranslationOptions):
    fields = ("note",)
