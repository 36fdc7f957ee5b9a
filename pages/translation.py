"""Which columns exist once a language. Prose pages have trees of their own instead."""

from modeltranslation.translator import TranslationOptions, register

from pages.models import Profile


@register(Profile)
class ProfileTranslation(TranslationOptions):
    fields = Profile.TEXTS
