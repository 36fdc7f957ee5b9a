"""What may be sent to the desk, and what Wagtail takes as an image (reliability rule 11)."""

# Counts what comes in before anything is written; what is over 2.5 MB goes to a temporary file, as is Django's custom.
FILE_UPLOAD_HANDLERS = [
    "records.upload_limit.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
