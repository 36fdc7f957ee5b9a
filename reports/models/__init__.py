"""Reports, their paragraphs with bound numbers, what of them is published, and who changed what."""

from reports.models.published import Edit, FrozenChapter, Job, Release, Untouchable
from reports.models.report import Chapter, Report
from reports.models.text import PUBLISHABLE, Binding, Block, Text

__all__ = [
    "PUBLISHABLE",
    "Binding",
    "Block",
    "Chapter",
    "Edit",
    "FrozenChapter",
    "Job",
    "Release",
    "Report",
    "Text",
    "Untouchable",
]
