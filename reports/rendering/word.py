"""A report as DOCX: real headings, captions, table headings and alternatives of pictures, in the language of the report."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext, override
from docx import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from indicators.charts.vega import png
from reports.rendering import tree
from reports.rendering.tree import Document
from reports.templatetags.reports import day

Progress = Callable[[int, int], None]
_TAGS = {"es": "es-419", "en": "en-US", "fr": "fr-FR", "pt": "pt-BR"}
_INK, _QUIET = RGBColor(0x1D, 0x19, 0x26), RGBColor(0x56, 0x50, 0x64)
_WIDTH = Mm(170)


def docx(document: Document, progress: Progress | None = None) -> bytes:
    """progress: gets how many chapters are written, and of how many."""
    with override(document.language):
        writer = _Writer(document)
        writer.front()
        for place, chapter in enumerate(document.chapters, 1):
            writer.chapter(chapter)
            if progress:
                progress(place, len(document.chapters))
        writer.sources()
        held = BytesIO()
        writer.file.save(held)
        return held.getvalue()


class _Writer:
    def __init__(self, document: Document):
        self.document = document
        self.file: Any = WordFile()
        self.anchor = 0
        self._styles()

    def _styles(self) -> None:
        """Paper, fonts and language; the properties that programs read aloud."""
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        core = self.file.core_properties
        core.title, core.language, core.author = self.document.title, _TAGS[self.document.language], "SICREMI"
        styles = self.file.styles
        for name, size in (("Normal", 10), ("Heading 1", 20), ("Heading 2", 13), ("Title", 28), ("Caption", 9)):
            font = styles[name].font
            font.size, font.color.rgb = Pt(size), _INK
        for held in styles.element.iter(qn("w:rPrDefault")):
            for lang in held.iter(qn("w:lang")):
                lang.set(qn("w:val"), _TAGS[self.document.language])

    def front(self) -> None:
        self.file.add_heading(self.document.title, 0)
        told = gettext("Version %(number)s, published on %(day)s.") % {
            "number": self.document.version,
            "day": self.document.day,
        }
        self.file.add_paragraph(gettext("Draft: not published.") if self.document.draft else told)
        self.file.add_paragraph(
            gettext(
                "Every number of this report stands for a figure of the vintages that are named at its end. They never change."
            )
        )
        self.file.add_paragraph(gettext("Contents"), style="TOC Heading" if "TOC Heading" in self.file.styles else None)
        _field(self.file.add_paragraph(), ' TOC \\o "1-1" \\h \\z \\u ', [one.title for one in self.document.chapters])
        _page_number(self.file.sections[0].footer.paragraphs[0])

    def chapter(self, chapter: tree.Chapter) -> None:
        self.file.add_heading(chapter.title, 1).paragraph_format.page_break_before = True
        for node in chapter.nodes:
            if isinstance(node, tree.Heading):
                self.file.add_heading(node.text, 2)
            elif isinstance(node, tree.Paragraph):
                self._paragraph(node)
            elif isinstance(node, tree.Table):
                self._table(node)
            elif isinstance(node, tree.Chart):
                self._chart(node)
            else:
                self._laws(node)

    def _paragraph(self, node: tree.Paragraph) -> None:
        made = self.file.add_paragraph("".join(span.text for span in node.spans))
        if node.quoted:
            made.paragraph_format.left_indent = Mm(6)

    def _caption(self, name: str, number: int, text: str) -> Any:
        made = self.file.add_paragraph(style="Caption")
        made.add_run(f"{name}. ").bold = True
        made.add_run(text).bold = False
        made.paragraph_format.keep_with_next = True
        return made

    def _table(self, node: tree.Table) -> None:
        name = gettext("Table %(number)s") % {"number": node.number}
        self._caption(name, node.number, node.caption)
        made = self.file.add_table(rows=0, cols=len(node.head))
        made.style = "Table Grid"
        made.autofit = False
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), f"{name}. {node.caption}")
        made._tbl.tblPr.append(described)
        _row(made, node.head, bold=True, heading=True)
        for row in node.rows:
            if row.cells:
                _row(made, [row.label, *(cell.text for cell in row.cells)], indent=row.part)
            else:
                _wide(made, row)
        _widths(made, len(node.head))
        for note in (*node.notes, node.source):
            _small(self.file.add_paragraph(), note)

    def _chart(self, node: tree.Chart) -> None:
        place = self.file.add_paragraph()
        place.paragraph_format.keep_with_next = True
        picture = place.add_run().add_picture(BytesIO(png(node.svg, 2)), width=_WIDTH)
        picture._inline.docPr.set("descr", node.alt)
        picture._inline.docPr.set("title", node.caption)
        name = gettext("Chart %(number)s") % {"number": node.number}
        self._caption(name, node.number, node.caption)
        _small(self.file.add_paragraph(), node.summary)

    def _laws(self, node: tree.Laws) -> None:
        for place, found in node.groups:
            if place:
                self.file.add_heading(place, 2)
            for one in found:
                made = self.file.add_paragraph(style="List Bullet")
                run = made.add_run(one.label)
                run.bold = True
                made.add_run(f", {day(one.day)}." if one.day else ".")
                if one.said:
                    made.add_run(f" {one.said}")
                if one.lang:
                    for part in made.runs:
                        _language(part, one.lang)

    def sources(self) -> None:
        self.file.add_heading(gettext("Sources and licence"), 1).paragraph_format.page_break_before = True
        self.file.add_paragraph(
            gettext(
                "The figures belong to their publishers; the licence of each stands beside it. Information, not legal advice."
            )
        )
        for one in self.document.sources:
            self.file.add_paragraph(capfirst(one), style="List Number")


def _row(table: Any, texts: list[str], *, bold: bool = False, heading: bool = False, indent: bool = False) -> None:
    row = table.add_row()
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(7.5), bold
        paragraph.paragraph_format.space_after = Pt(0)
        if place:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif indent:
            paragraph.paragraph_format.left_indent = Mm(4)
    _whole(row, heading)


def _wide(table: Any, row: tree.Row) -> None:
    """A group's heading through the whole table, or a label with the reason why there are no figures."""
    made = table.add_row()
    if row.group:
        made.cells[0].merge(made.cells[-1])
    elif len(made.cells) > 2:
        made.cells[1].merge(made.cells[-1])
    for cell, text in [(made.cells[0], row.label), *([] if row.group else [(made.cells[1], row.why)])]:
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(8 if row.group else 7.5), row.group
        paragraph.paragraph_format.space_after = Pt(0)
    _whole(made, False)


def _whole(row: Any, heading: bool) -> None:
    """No row is torn between pages; a heading is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _widths(table: Any, columns: int) -> None:
    first = Mm(60) if columns > 2 else Mm(110)
    rest = (_WIDTH - first) // max(1, columns - 1)
    for place, column in enumerate(table.columns):
        column.width = first if place == 0 else rest


def _small(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), _QUIET
    paragraph.paragraph_format.space_after = Pt(2)


def _language(run: Any, code: str) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), _TAGS[code])
    run._r.get_or_add_rPr().append(lang)


def _field(paragraph: Any, instruction: str, shown: list[str]) -> None:
    """A field that Word fills in; what is shown until then."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", "\n".join(shown)), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = instruction
            run._r.append(told)
        elif kind != "shown":
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(paragraph, " PAGE ", [""])
