"""Which columns exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from rounds.models import Material, MethodVersion, Round, RoundTable, Section


@register(Round)
class RoundTranslation(TranslationOptions):
    fields = Round.TEXTS


@register(RoundTable)
class RoundTableTranslation(TranslationOptions):
    fields = RoundTable.TEXTS


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = Section.TEXTS


@register(Material)
class MaterialTranslation(TranslationOptions):
    fields = Material.TEXTS


@register(MethodVersion)
class MethodVersionTranslation(TranslationOptions):
    fields = MethodVersion.TEXTS
