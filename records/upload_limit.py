"""What a browser may send at all: counted while it comes in, before any view is asked."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

UPLOAD_BYTES = 50 * 2**20
# Up to here the rest is read and thrown away, so that the sender gets an answer; beyond it the connection is dropped.
_DRAINED_BYTES = 4 * UPLOAD_BYTES


class UploadLimit(FileUploadHandler):
    """First among the handlers: all files of one request together. `request.upload_too_large` tells the view."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.content_length_of_request = content_length
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > UPLOAD_BYTES:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=self.content_length_of_request > _DRAINED_BYTES)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler makes the file."""
