"""What may be sent to the desk, and what Wagtail takes as an image (reliability rule 11)."""

# Counts what comes in before anything is written; what is over 2.5 MB goes to a temporary file, as is Django's custom.
FILE_UPLOAD_HANDLERS = [
    "records.upload_limit.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
# Behind the door of the desk (`records.media_views`).
MEDIA_URL = "/admin/media/"
WAGTAILIMAGES_IMAGE_FORM_BASE = "records.image_forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
