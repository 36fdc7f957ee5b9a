"""What readers of files say, in the editor's language. They run without Django, and speak English; what is not listed
here, the rare and the technical, is shown as it is."""

import re
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_SAID = (
    _("the file is empty"),
    _("the file is larger than %(n)s MB"),
    _("the archive is larger than %(n)s MB"),
    _("this is a PDF document: its text must be extracted first"),
    _("this is a ZIP archive or an Office document"),
    _("this is an image or sound file"),
    _("this is a %(kind)s image"),
    _("this is an old Office document (DOC, XLS)"),
    _("this is an RTF document: save it as plain text first"),
    _("this is a program"),
    _("this is a table (CSV, separated by %(sign)s), not a law"),
    _("this is text in which no line begins like an article or a section"),
    _("this is an HTML page of a publisher that is not known here"),
    _("this is XML with the root element <%(name)s>, a format that is not known here"),
    _("this is JSON without the text of a law (keys: %(keys)s)"),
    _("this is a list of notes under names (“#Name”), not a law"),
    _("this is a DTD (a grammar of XML), not a law"),
    _("the file is binary, not text (%(what)s)"),
    _("not well-formed XML: %(what)s"),
    _("the XML ends too early (cut off?): %(what)s"),
    _("not readable as XML: %(what)s"),
    _("not readable as HTML: %(what)s"),
    _("malformed JSON: %(what)s"),
    _("no title was found"),
    _("it holds no article or section"),
    _("no text of a law found"),
    _("the page has no article"),
    _("two provisions share one identity: %(which)s"),
    _("the front matter does not state: %(what)s"),
    _("the archive has more than %(n)s members"),
    _("the archive inflates to more than %(n)s MB or %(ratio)s times its size"),
    _("the archive is damaged or not what it says: %(what)s"),
    _("the archive cannot be opened: %(what)s"),
    _("nested too deeply"),
    _("it needs more memory than a law file may"),
    _("reading it took too long"),
    _("reading it took too much processor time"),
    _("the reader broke on it"),
    _("what it holds is too large"),
    _("plain text does not say whose law it is"),
    _("%(label)s stands twice in one sequence"),
    _("an article without a label: %(words)s"),
    _("no type, number and date above the first article"),
    _("nothing in the text is numbered as an article"),
    _("text outside a provision was left out"),
    _("the text has no labels of articles: it is kept as one unit"),
    _("this is more than one article"),
    _("the law has an unpublished draft: names, events and link of the file were not added"),
)
# Where the desk has another way out than the command line.
_INSTEAD = {
    "nothing in the file says whose law it is: name it with --jurisdiction CODE": _(
        "nothing in the file says whose law it is: bring it again and choose it"
    ),
}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    found = []
    for said in _SAID:
        pattern = re.sub(r"%\\\((\w+)\\\)s|%\((\w+)\)s", lambda m: f"(?P<{m[1] or m[2]}>.+?)", re.escape(said))
        found.append((re.compile(pattern, re.DOTALL), said))
    return found


def told(reason: str) -> str:
    """The same in the active language, where it is known."""
    if reason in _INSTEAD:
        return gettext(_INSTEAD[reason])
    for pattern, said in _patterns():
        if match := pattern.fullmatch(reason):
            return gettext(said) % match.groupdict() if match.groupdict() else gettext(said)
    return reason
