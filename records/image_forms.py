"""Wagtail's images, drawn anew before they are kept; named in settings, where Wagtail looks for it (reliability rule 11)."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from records.pictures import TYPES, drawn_anew
from records.sandbox import Refused


class DrawnImageField(WagtailImageField):
    """The picture is drawn anew in the sandbox before anything in this process looks into it; its name says nothing."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            self.check_image_file_size(data)
            try:
                data = anew(data)
            except Refused as refusal:
                raise ValidationError(refusal.reason) from None
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """The file that is kept has a name that nobody can guess, and nothing in it but the picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = DrawnImageField(
                required=given.required, label=given.label, help_text=given.help_text, widget=given.widget
            )


def anew(file: Any) -> SimpleUploadedFile:
    """The picture of an uploaded file; raises Refused."""
    file.seek(0)
    found = drawn_anew(file.read())
    return SimpleUploadedFile(f"{secrets.token_hex(16)}.{found.suffix}", found.data, TYPES[found.suffix])


def draw_avatar(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before a profile of Wagtail's users is saved: a picture of an editor is drawn anew too, or left out."""
    if not instance.avatar or instance.avatar._committed:
        return
    try:
        instance.avatar = anew(instance.avatar.file)
    except Refused:
        instance.avatar = None
