"""Word files: what :meth:`sfo.Policy.redact_word` does with a ``.docx``.

The copy is not the file with something painted over it: it is built anew. Only what is known is written, element by
element; what is not known, or cannot be looked into, is left out and counted by name. What the reader of a page does
not see, such as authors, revisions, properties and targets of links, is never carried over.

- Insertions are accepted, and what was deleted or hidden is left out.
- Text boxes become paragraphs; pictures and objects become the words "[picture removed]" and "[object removed]".
- Fields become their last result, save page numbers; links become their text.
- Comments stay, redacted, by "Author 1" and so on.

Needs the extra ``docx``: ``pip install "sfo-rules[docx]"``.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sfo.errors import DocumentError

__all__ = ["Edit", "Rebuilt", "rebuild"]

_Element: TypeAlias = Any
"""An element of lxml, which this module must not import before it is used."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

_MOST_PARTS = 5_000
_MOST_BYTES = 512 << 20
"""The most parts and unpacked bytes that a file may have."""

MOST_FILE = 256 << 20
"""The most bytes of a file."""

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that is not a package: the old format, and every file with a password."""

_FORMAT = frozenset(
    """
    pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr ilvl numId suppressLineNumbers pBdr top
    left bottom right start end between bar shd tabs tab suppressAutoHyphens kinsoku wordWrap overflowPunct autoSpaceDE
    autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
    textDirection textAlignment outlineLvl cnfStyle
    rPr rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof color w kern
    position sz szCs highlight u effect bdr fitText vertAlign rtl cs em lang eastAsianLayout
    tblPr tblPrEx tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing
    tblInd tblBorders insideH insideV tblLayout tblCellMar tblLook tblGrid gridCol trPr cantSplit trHeight tblHeader
    gridBefore gridAfter wBefore wAfter tcPr tcW gridSpan vMerge hMerge tcBorders tcMar noWrap tcFitText vAlign hideMark
    tl2br tr2bl
    footnotePr endnotePr numFmt numStart numRestart pos type pgSz pgMar pgBorders lnNumType pgNumType cols col noEndnote
    titlePg rtlGutter docGrid
    docDefaults rPrDefault pPrDefault latentStyles lsdException style name basedOn next link autoRedefine uiPriority
    semiHidden unhideWhenUsed qFormat locked tblStylePr
    abstractNum multiLevelType lvl lvlRestart isLgl suff lvlText lvlJc num abstractNumId lvlOverride startOverride
    styleLink numStyleLink
    """.split()
)
"""Elements that say how something looks. They are copied with their children that are listed here."""

_NEVER = ("author", "date", "initials")
_CODED = re.compile(r"-?[0-9.]+(?:%|pt|cm|mm|in)?|[0-9A-Fa-f]{2,8}|true|false|on|off|auto|none|single|both|left|right")
"""Values of attributes that can hold nothing of anybody: in any other it is looked for what must be hidden."""

_STYLE_OF = frozenset("pStyle rStyle tblStyle basedOn next link styleLink numStyleLink".split())
_UNWRAP = frozenset(
    f"{_W}{name}"
    for name in "hyperlink ins moveTo smartTag sdtContent customXml fldSimple dir bdo ruby rt rubyBase".split()
)
_GONE = {"del": "tracked deletion", "moveFrom": "tracked deletion"}
_PAGES = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\w\s\\*]*", re.IGNORECASE | re.ASCII)

_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_MARKS = frozenset(
    "footnoteReference endnoteReference footnoteRef endnoteRef annotationRef commentReference separator "
    "continuationSeparator pgNum".split()
)

_PARTS = {
    "image": "picture", "oleObject": "object", "package": "object", "chart": "chart", "diagramData": "diagram",
    "customXml": "custom data", "theme": "theme", "fontTable": "font table", "webSettings": "web settings",
    "glossaryDocument": "building blocks", "thumbnail": "thumbnail", "core-properties": "document properties",
    "extended-properties": "document properties", "custom-properties": "custom properties", "people": "people part",
    "commentsExtended": "comment details", "commentsIds": "comment details", "commentsExtensible": "comment details",
    "printerSettings": "printer settings", "attachedTemplate": "template",
}  # fmt: skip
"""What a part that is not written is called, by the last word of the relationship that leads to it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A place of a text and what stands there instead."""

    start: int
    end: int
    output: str = field(repr=False)


Redact: TypeAlias = "Callable[[str], tuple[str, Iterable[Edit]]]"
"""Gives the redacted text and the edits that lead to it, in order and without overlap."""

Survives: TypeAlias = "Callable[[str], bool]"
"""Whether something that must be hidden can be found in a text."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A document built anew."""

    document: bytes
    removed: dict[str, int]


def _refuse(message: str, code: str) -> DocumentError:
    return DocumentError(message, code)


def _corrupt() -> DocumentError:
    return _refuse(
        "the Word file cannot be read; open it in Word, let it be repaired, save it anew and try again",
        "document_corrupt",
    )


@dataclass(slots=True)
class _Source:
    """A part of the file that is read, with those that it leads to."""

    root: _Element
    parts: dict[str, tuple[str, Any]]


def _open(raw: bytes) -> Any:
    """The main part of a package, by python-docx."""
    if len(raw) > MOST_FILE:
        raise _refuse("the Word file is larger than 256 MB; divide it", "document_too_large")
    if raw.startswith(_OLD):
        message = (
            "the file has a password or is of the old `.doc` format; open it in Word, take the password off and save "
            "it as `.docx`"
        )
        raise _refuse(message, "document_encrypted")
    if raw.startswith(b"%PDF"):
        raise pdf()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            listed = package.infolist()
            names = {info.filename.lower() for info in listed}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _corrupt() from None
    if any(info.flag_bits & 1 for info in listed):
        raise _refuse("the file has a password; take it off and try again", "document_encrypted")
    if len(listed) > _MOST_PARTS or sum(info.file_size for info in listed) > _MOST_BYTES:
        raise _refuse("the Word file is larger than 5,000 parts or 512 MB unpacked; divide it", "document_too_large")
    if any(name.endswith("vbaproject.bin") for name in names):
        message = "the file has macros; save it in Word as a document without macros (`.docx`) and try again"
        raise _refuse(message, "document_macros")
    try:
        import docx
        from docx.opc.constants import CONTENT_TYPE
        from docx.opc.exceptions import OpcError
        from docx.package import Package
        from lxml import etree
    except ImportError:
        message = 'Word files need an extra; install it with `pip install "sfo-rules[docx]"`'
        raise _refuse(message, "document_unsupported") from None
    del docx
    try:
        main = Package.open(io.BytesIO(raw)).main_document_part
        kind = main.content_type
    except (OpcError, KeyError, ValueError, AttributeError, TypeError, OSError, RecursionError, NotImplementedError):
        raise _corrupt() from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, etree.LxmlError):
        raise _corrupt() from None
    if "macroEnabled" in kind:
        message = "the file has macros; save it in Word as a document without macros (`.docx`) and try again"
        raise _refuse(message, "document_macros")
    if kind != CONTENT_TYPE.WML_DOCUMENT_MAIN:
        raise _refuse("the file is not a Word document; save it in Word as `.docx`", "document_unsupported")
    return main


def pdf() -> DocumentError:
    """Why a PDF is refused."""
    message = (
        "a PDF is not redacted here: what is painted over in one can still be read beneath; redact the Word file or "
        "the text that it was made from, and make a PDF of that"
    )
    return _refuse(message, "document_pdf")


def _parse(blob: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(blob, parser)
    except (etree.LxmlError, ValueError):
        raise _corrupt() from None
    if root.getroottree().docinfo.doctype:
        raise _corrupt()
    return root


def _source(part: Any) -> _Source:
    parts = {}
    for key, relation in part.rels.items():
        if not relation.is_external:
            parts[key] = (relation.reltype.rsplit("/", 1)[-1], relation.target_part)
    return _Source(_parse(part.blob), parts)


def _children(element: _Element) -> Iterator[_Element]:
    return (child for child in element if isinstance(child.tag, str))


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


@dataclass(slots=True)
class _Atom:
    """A stretch of the text: an element of the new document that holds it, or what parts two paragraphs."""

    text: str
    element: _Element | None


@dataclass(slots=True)
class _Field:
    """A field that is being read."""

    code: str = ""
    in_result: bool = False


@dataclass(slots=True)
class _Builder:
    """Copies what is known of a document and gathers its text."""

    survives: Survives
    styles: dict[str, str] = field(default_factory=dict)
    hidden_styles: set[str] = field(default_factory=set)
    removed: Counter[str] = field(default_factory=Counter)
    atoms: list[_Atom] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, Any]] = field(default_factory=list)
    free: dict[str, bool] = field(default_factory=dict)
    fields: list[_Field] = field(default_factory=list)
    boxes: list[list[_Element]] = field(default_factory=list)
    carried: list[_Element] = field(default_factory=list)

    def make(self, name: str, /, **attributes: str) -> _Element:
        from lxml import etree

        element = etree.Element(_W + name, nsmap={"w": _W[1:-1], "r": _R[1:-1]})
        for key, value in attributes.items():
            element.set(_W + key, value)
        return element

    # How it looks.

    def may_stay(self, value: str) -> bool:
        if _CODED.fullmatch(value):
            return True
        if value not in self.free:
            # Words in capitals and parts of joined words are told apart, as in `headingAlder`.
            parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\D)(?=\d)", " ", value)
            self.free[value] = not self.survives(value) and not self.survives(parted)
        return self.free[value]

    def copy(self, source: _Element) -> _Element | None:
        """How something looks, without anything that is not known."""
        name = _local(source)
        if source.tag != _W + name or name not in _FORMAT:
            return None
        made = self.make(name)
        for key, value in source.attrib.items():
            bare = key.removeprefix(_W)
            if bare == key or bare in _NEVER or bare.startswith("rsid"):
                continue
            if (name in _STYLE_OF and bare == "val") or (name == "style" and bare == "styleId"):
                if value not in self.styles:
                    # A style that the document does not have.
                    return None
                value = self.styles[value]
            elif not self.may_stay(value):
                self.removed["name of a font, style or number format"] += 1
                continue
            made.set(key, value)
        for child in _children(source):
            copied = self.copy(child)
            if copied is not None:
                made.append(copied)
        return made

    def properties(self, source: _Element, name: str, into: _Element) -> None:
        found = source.find(_W + name)
        if found is not None:
            copied = self.copy(found)
            if copied is not None:
                into.insert(0, copied)

    # What it says.

    def blocks(self, source: _Element, into: _Element, part: _Source) -> None:
        """Paragraphs and tables."""
        for child in _children(source):
            name = _local(child)
            if child.tag == f"{_W}p":
                self.paragraph(child, into, part)
            elif child.tag == f"{_W}tbl":
                self.table(child, into, part)
            elif child.tag == f"{_W}sectPr":
                into.append(self.section(child, part))
            elif child.tag == f"{_W}sdt":
                self.removed["content control"] += 1
                for content in child.iterfind(f"{_W}sdtContent"):
                    self.blocks(content, into, part)
            elif child.tag in _UNWRAP or child.tag in (f"{_MC}AlternateContent", f"{_MC}Choice"):
                self.blocks(child, into, part)
            elif child.tag.startswith(_M):
                self.paragraph(child, into, part)
            elif child.tag == f"{_W}altChunk":
                message = "the file takes in another file that cannot be looked into; copy its text into it and save"
                raise _refuse(message, "document_unsupported")
            elif name in _GONE and child.tag.startswith(_W):
                self.removed[_GONE[name]] += 1
        if self.carried:
            # The mark of the last paragraph was deleted, and no paragraph follows.
            self.paragraph(self.make("p"), into, part)

    def paragraph(self, source: _Element, into: _Element, part: _Source) -> None:
        made = self.make("p")
        properties = source.find(f"{_W}pPr")
        joined = False
        if properties is not None:
            mark = properties.find(f"{_W}rPr")
            joined = mark is not None and any(mark.find(_W + name) is not None for name in _GONE)
            copied = self.copy(properties)
            if copied is not None:
                made.append(copied)
            section = properties.find(f"{_W}sectPr")
            if section is not None and copied is not None:
                copied.append(self.section(section, part))
        made.extend(self.carried)
        self.carried = []
        self.boxes.append([])
        hidden = properties is not None and self.style_of(properties, "pStyle") in self.hidden_styles
        self.inline(source, made, part, hidden)
        boxes = self.boxes.pop()
        if joined:
            self.removed["tracked deletion"] += 1
            self.carried = [child for child in made if child.tag != f"{_W}pPr"]
            if not boxes:
                return
            self.carried = []
        self.atoms.append(_Atom("\n", None))
        into.append(made)
        for box in boxes:
            self.removed["frame of a text box"] += 1
            self.blocks(box, into, part)

    def table(self, source: _Element, into: _Element, part: _Source) -> None:
        made = self.make("tbl")
        for name in ("tblGrid", "tblPr"):
            self.properties(source, name, made)
        self.rows(source, made, part)
        into.append(made)

    def rows(self, source: _Element, into: _Element, part: _Source) -> None:
        for child in _children(source):
            if child.tag == f"{_W}tr":
                mark = child.find(f"{_W}trPr")
                if mark is not None and mark.find(f"{_W}del") is not None:
                    self.removed["tracked deletion"] += 1
                    continue
                row = self.make("tr")
                self.cells(child, row, part)
                self.properties(child, "trPr", row)
                self.properties(child, "tblPrEx", row)
                into.append(row)
            elif child.tag in _UNWRAP or child.tag == f"{_W}sdt":
                self.rows(child, into, part)

    def cells(self, source: _Element, into: _Element, part: _Source) -> None:
        for child in _children(source):
            if child.tag == f"{_W}tc":
                if len(into) and self.atoms[-1].element is None:
                    # A row is a line, so that a label is seen beside what stands in the next cell.
                    self.atoms[-1].text = "\t"
                cell = self.make("tc")
                self.blocks(child, cell, part)
                if not len(cell) or cell[-1].tag != f"{_W}p":
                    cell.append(self.make("p"))
                    self.atoms.append(_Atom("\n", None))
                self.properties(child, "tcPr", cell)
                into.append(cell)
            elif child.tag in _UNWRAP or child.tag == f"{_W}sdt":
                self.cells(child, into, part)

    def section(self, source: _Element, part: _Source) -> _Element:
        made = self.make("sectPr")
        for child in _children(source):
            name = _local(child)
            if name in ("headerReference", "footerReference"):
                kind, target = part.parts.get(child.get(f"{_R}id", ""), ("", None))
                if kind + "Reference" == name:
                    key = f"rId{100 + len(self.headers)}"
                    self.headers.append((kind, target))
                    reference = self.make(name)
                    type_ = child.get(f"{_W}type", "default")
                    reference.set(f"{_W}type", type_ if type_ in ("first", "even") else "default")
                    reference.set(f"{_R}id", key)
                    made.append(reference)
                continue
            copied = self.copy(child)
            if copied is not None:
                made.append(copied)
        return made

    @staticmethod
    def style_of(properties: _Element, name: str) -> str:
        style = properties.find(_W + name)
        return "" if style is None else style.get(f"{_W}val", "")

    def inline(self, source: _Element, into: _Element, part: _Source, hidden: bool = False) -> None:
        """What stands in a paragraph."""
        for child in _children(source):
            name = _local(child)
            if child.tag == f"{_W}r":
                self.run(child, into, part, hidden)
            elif child.tag.startswith(_W) and name in _GONE:
                self.removed[_GONE[name]] += 1
            elif child.tag == f"{_W}fldSimple":
                self.simple_field(child, into, part, hidden)
            elif child.tag == f"{_W}sdt":
                self.removed["content control"] += 1
                for content in child.iterfind(f"{_W}sdtContent"):
                    self.inline(content, into, part, hidden)
            elif child.tag in _UNWRAP:
                if name == "hyperlink":
                    self.removed["target of a link"] += 1
                self.inline(child, into, part, hidden)
            elif child.tag in (f"{_W}commentRangeStart", f"{_W}commentRangeEnd"):
                self.reference(child, into)
            elif child.tag == f"{_W}bookmarkStart":
                self.removed["bookmark"] += 1
            elif child.tag.startswith(_M):
                self.formula(child, into)
            elif child.tag in (f"{_MC}AlternateContent", f"{_MC}Choice"):
                self.inline(child, into, part, hidden)

    def reference(self, source: _Element, into: _Element) -> None:
        number = source.get(f"{_W}id", "0")
        if re.fullmatch(r"-?[0-9]{1,9}", number):
            into.append(self.make(_local(source), id=number))

    def formula(self, source: _Element, into: _Element) -> None:
        run = self.make("r")
        for text in source.iter(f"{_M}t", f"{_W}t"):
            self.say(text.text or "", run)
        into.append(run)
        self.removed["layout of a formula"] += 1

    def simple_field(self, source: _Element, into: _Element, part: _Source, hidden: bool) -> None:
        page = _PAGES.fullmatch(source.get(f"{_W}instr", ""))
        if page:
            into.append(self.page_field(page[1]))
            return
        self.removed["field code"] += 1
        self.inline(source, into, part, hidden)

    def page_field(self, name: str) -> _Element:
        made = self.make("fldSimple", instr=name.upper())
        # Whoever opens the document counts the pages.
        made.append(self.make("r"))
        return made

    def say(self, text: str, run: _Element) -> None:
        """Text into a run, each line break and tab as an element of its own."""
        for piece in re.split(r"([\t\n])", text):
            if piece:
                self.atoms.append(_Atom(piece, _spell(self, piece)))
                run.append(self.atoms[-1].element)

    def run(self, source: _Element, into: _Element, part: _Source, hidden: bool) -> None:
        properties = source.find(f"{_W}rPr")
        if properties is not None:
            vanish = properties.find(f"{_W}vanish")
            if vanish is not None:
                hidden = vanish.get(f"{_W}val", "true") not in ("0", "false", "off")
            hidden = hidden or self.style_of(properties, "rStyle") in self.hidden_styles
        made = self.make("r")
        for child in _children(source):
            name = _local(child)
            if child.tag in (f"{_MC}AlternateContent", f"{_MC}Choice"):
                self.alternative(child, made, part)
                continue
            if not child.tag.startswith(_W):
                continue
            if name == "fldChar":
                self.field_mark(child, made)
            elif name == "instrText":
                if self.fields:
                    self.fields[-1].code += child.text or ""
            elif any(_PAGES.fullmatch(open_.code) or not open_.in_result for open_ in self.fields):
                # The result of a page number is written with its field; what stands before a result is not shown.
                continue
            elif hidden and name in ("t", "sym", "tab", "br", "cr"):
                self.removed["hidden text"] += name == "t"
            elif name == "t":
                self.say(child.text or "", made)
            elif name in _CHARACTERS:
                self.character(child, name, made)
            elif name == "sym":
                self.symbol(child, made)
            elif name in ("drawing", "pict", "object"):
                self.picture(child, name, made)
            elif name in _MARKS:
                if child.get(f"{_W}id") is None:
                    made.append(self.make(name))
                else:
                    self.reference(child, made)
            elif name == "delText":
                self.removed["tracked deletion"] += 1
            elif name == "ruby":
                self.inline(child, into, part, hidden)
        if len(made):
            self.properties(source, "rPr", made)
            into.append(made)

    def character(self, source: _Element, name: str, run: _Element) -> None:
        made = self.make(name)
        for key in ("type", "clear", "alignment", "relativeTo", "leader"):
            value = source.get(_W + key)
            if value is not None and re.fullmatch(r"[a-zA-Z]{1,16}", value) and self.may_stay(value):
                made.set(_W + key, value)
        self.atoms.append(_Atom(_CHARACTERS[name], made))
        run.append(made)

    def symbol(self, source: _Element, run: _Element) -> None:
        code = source.get(f"{_W}char", "")
        if re.fullmatch(r"[0-9A-Fa-f]{4}", code):
            made = self.make("sym", char=code.upper())
            font = source.get(f"{_W}font", "Symbol")
            made.set(f"{_W}font", font if self.may_stay(font) else "Symbol")
            self.atoms.append(_Atom(_shown(made), made))
            run.append(made)

    def alternative(self, source: _Element, run: _Element, part: _Source) -> None:
        """One of several forms of the same: the first that is known."""
        choices = [child for child in _children(source) if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
        for choice in choices[:1]:
            for child in _children(choice):
                if child.tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object"):
                    self.picture(child, _local(child), run)
                elif child.tag == f"{_W}t":
                    self.say(child.text or "", run)

    def picture(self, source: _Element, name: str, run: _Element) -> None:
        boxes = [box for box in source.iter(f"{_W}txbxContent") if _outermost(box, source)]
        if boxes and self.boxes:
            # Word keeps a box in two forms; only the first is read.
            self.boxes[-1].append(boxes[0])
            if len(boxes) > 1 and next(source.iter(f"{_MC}AlternateContent"), None) is None:
                self.boxes[-1].extend(boxes[1:])
            return
        words = [text.text or "" for text in source.iter(f"{_A}t")]
        if any(words):
            # The words of a shape that is drawn.
            self.say(" ".join(words), run)
            self.removed["frame of a text box"] += 1
            return
        what = "object" if name == "object" else "picture"
        self.removed[what] += 1
        self.say(f"[{what} removed]", run)

    def field_mark(self, source: _Element, run: _Element) -> None:
        kind = source.get(f"{_W}fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            page = _PAGES.fullmatch(self.fields.pop().code)
            if not page:
                self.removed["field code"] += 1
            elif not self.fields:
                # A field cannot stand in a run: the parts of one can.
                code = self.make("instrText")
                code.text = f" {page[1].upper()} "
                run.append(self.make("fldChar", fldCharType="begin"))
                run.append(code)
                run.append(self.make("fldChar", fldCharType="end"))

    # Parts.

    def author(self, name: str) -> str:
        if name not in self.authors:
            self.authors[name] = f"Author {len(self.authors) + 1}"
            self.removed["comment author"] += 1
        return self.authors[name]

    def part(self, source: _Source, name: str, items: str = "") -> _Element:
        """A part with text: a body, a header, or a list of notes or comments."""
        made = self.make(name)
        if not items:
            self.blocks(source.root, made, source)
            if not len(made):
                made.append(self.make("p"))
        for item in source.root.iterfind(_W + items) if items else ():
            number = item.get(f"{_W}id", "")
            if not re.fullmatch(r"-?[0-9]{1,9}", number):
                continue
            copied = self.make(items, id=number)
            if item.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                copied.set(f"{_W}type", item.get(f"{_W}type"))
            if items == "comment":
                copied.set(f"{_W}author", self.author(item.get(f"{_W}author", "")))
            self.blocks(item, copied, source)
            made.append(copied)
        # A field that does not end hides what follows it from a reader of the page too.
        self.removed["text of a field that does not end"] += sum(not one.in_result for one in self.fields)
        self.fields = []
        return made

    def read_styles(self, root: _Element) -> None:
        """Gives styles of the document's own other names, and says which hide what they are used on."""
        based: dict[str, tuple[str, bool]] = {}
        for style in root.iterfind(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            own = style.get(f"{_W}customStyle") in ("1", "true", "on") or not self.may_stay(key)
            self.styles[key] = f"Style{len(self.styles) + 1}" if own else key
            properties = style.find(f"{_W}rPr")
            vanish = None if properties is None else properties.find(f"{_W}vanish")
            hides = vanish is not None and vanish.get(f"{_W}val", "true") not in ("0", "false", "off")
            based[key] = (self.style_of(style, "basedOn"), hides)
        for key in based:
            at, left = key, len(based)
            while at in based and left:
                parent, hides = based[at]
                if hides:
                    self.hidden_styles.add(key)
                    break
                at, left = parent, left - 1

    def written_styles(self, root: _Element) -> _Element:
        made = self.make("styles")
        for child in _children(root):
            copied = self.copy(child)
            if copied is None:
                continue
            if child.tag == f"{_W}style":
                given = self.styles[child.get(f"{_W}styleId", "")]
                name = copied.find(f"{_W}name")
                if name is not None and (given != child.get(f"{_W}styleId") or name.get(f"{_W}val") is None):
                    name.set(f"{_W}val", given)
            made.append(copied)
        return made

    def written_numbering(self, root: _Element) -> _Element:
        made = self.make("numbering")
        for child in _children(root):
            copied = self.copy(child)
            if copied is not None:
                made.append(copied)
        return made


def _outermost(box: _Element, within: _Element) -> bool:
    """Whether a text box does not stand in another of the same drawing."""
    for above in box.iterancestors():
        if above is within:
            return True
        if above.tag == f"{_W}txbxContent":
            return False
    return True


def _spell(builder: _Builder, piece: str) -> _Element:
    if piece in "\t\n":
        return builder.make("tab" if piece == "\t" else "br")
    made = builder.make("t")
    # What XML cannot hold is nothing that Word could have shown.
    made.text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", piece)
    made.set(_SPACE, "preserve")
    return made


def _cut(text: str, edits: Iterable[Edit]) -> list[tuple[int, int, str]]:
    """The edits as ones that do not cross a line, for lines are paragraphs here."""
    found: list[tuple[int, int, str]] = []
    for edit in edits:
        old, new = text[edit.start : edit.end].split("\n"), edit.output.split("\n")
        if len(old) != len(new):
            message = "a place that was redacted could not be put back into the document; tell the makers of `sfo`"
            raise _refuse(message, "document_not_rebuilt")
        at = edit.start
        for was, becomes in zip(old, new, strict=True):
            if was != becomes:
                found.append((at, at + len(was), becomes))
            at += len(was) + 1
    return found


def _apply(builder: _Builder, edits: Sequence[tuple[int, int, str]]) -> None:
    """Puts the edits into the elements that hold the text; what replaces a place has the look of its beginning."""
    start, after = 0, 0
    for atom in builder.atoms:
        end = start + len(atom.text)
        while after < len(edits) and edits[after][1] <= start and edits[after][0] < start:
            after += 1
        at, said, number = start, [], after
        while number < len(edits) and edits[number][0] < end:
            first, last, new = edits[number]
            said.append(atom.text[at - start : max(first, start) - start])
            if first >= start:
                said.append(new)
            at = max(at, min(last, end))
            number += 1
        said.append(atom.text[at - start :])
        text = "".join(said)
        if atom.element is not None and text != atom.text:
            parent = atom.element.getparent()
            place = parent.index(atom.element)
            parent.remove(atom.element)
            for piece in reversed([piece for piece in re.split(r"([\t\n])", text) if piece]):
                parent.insert(place, _spell(builder, piece))
        start = end


def _xml(element: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _relations(found: Iterable[tuple[str, str, str]]) -> bytes:
    lines = [f'<Relationship Id="{key}" Type="{_KIND}{kind}" Target="{target}"/>' for key, kind, target in found]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_DECLARATION}<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'.encode()


def _packed(parts: dict[str, tuple[str, bytes]], relations: list[tuple[str, str, str]]) -> bytes:
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    content = (
        f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:

        def put(name: str, data: bytes) -> None:
            # A fixed time: the copy says nothing of when it was made.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

        put("[Content_Types].xml", content.encode())
        put("_rels/.rels", _relations([("rId1", "officeDocument", "word/document.xml")]))
        for name, (_, data) in parts.items():
            put(name, data)
        put("word/_rels/document.xml.rels", _relations(relations))
    return out.getvalue()


_LISTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def _shown(piece: _Element) -> str:
    """What a piece of text shows. The letters of a font of symbols stand in a private area."""
    if piece.tag == f"{_W}t":
        return piece.text or ""
    number = int(piece.get(f"{_W}char", "0"), 16)
    letter = chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number)
    return letter if letter.isprintable() else "\ufffd"


def _text_of(raw: bytes) -> tuple[str, list[str]]:
    """The text of a document that was built here, read back with nothing of the builder; and all its attributes."""
    from lxml import etree

    lines: list[str] = []
    values: list[str] = []
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        for info in package.infolist():
            root = etree.fromstring(package.read(info))
            values += [info.filename, info.comment.decode("utf-8", "replace")]
            for element in root.iter():
                values += [str(value) for value in element.attrib.values()]
                values += [element.tail or ""]
                if element.tag != f"{_W}t":
                    values += [element.text or ""]
            for paragraph in root.iter(f"{_W}p"):
                lines.append("".join(_shown(piece) for piece in paragraph.iter(f"{_W}t", f"{_W}sym")))
    return "\n".join(lines), values


def rebuild(raw: bytes, redact: Redact, survives: Survives) -> Rebuilt:
    """Builds a document anew with its text redacted.

    The text of the whole document goes to ``redact`` at once, a line for each paragraph, so that a label in one cell of
    a table is seen beside what stands in the next. Raises :class:`sfo.DocumentError` with one sentence that says what
    to do where the file cannot be read, or where something survives in what was built.
    """
    main = _open(raw)
    source = _source(main)
    if source.root.tag != f"{_W}document":
        message = "the file is in the strict form of the format; save it in Word as an ordinary `.docx`"
        raise _refuse(message, "document_unsupported")
    builder = _Builder(survives)
    by_kind = {kind: part for kind, part in source.parts.values() if kind in ("styles", "numbering", *_LISTS)}
    trees: list[tuple[str, str, str, str, _Element]] = []
    styles = _parse(by_kind["styles"].blob) if "styles" in by_kind else None
    if styles is not None:
        builder.read_styles(styles)

    body = source.root.find(f"{_W}body")
    if body is None:
        raise _corrupt()
    document = builder.make("document")
    document.append(builder.part(_Source(body, source.parts), "body"))
    numbers = 1
    for kind, item in _LISTS.items():
        if kind in by_kind:
            tree = builder.part(_source(by_kind[kind]), kind, item)
            trees.append((f"rId{numbers}", kind, f"{kind}.xml", kind, tree))
            numbers += 1
    at = 0
    while at < len(builder.headers):
        kind, target = builder.headers[at]
        tree = builder.part(_source(target), "hdr" if kind == "header" else "ftr")
        trees.append((f"rId{100 + at}", kind, f"{kind}{at + 1}.xml", kind, tree))
        at += 1

    text = "".join(atom.text for atom in builder.atoms)
    output, edits = redact(text)
    cut = _cut(text, edits)
    _apply(builder, cut)

    if styles is not None:
        trees.append((f"rId{numbers}", "styles", "styles.xml", "styles", builder.written_styles(styles)))
        numbers += 1
    if "numbering" in by_kind:
        numbering = builder.written_numbering(_parse(by_kind["numbering"].blob))
        trees.append((f"rId{numbers}", "numbering", "numbering.xml", "numbering", numbering))
        numbers += 1
    settings = _settings(builder, source)
    trees.append((f"rId{numbers}", "settings", "settings.xml", "settings", settings))

    parts = {"word/document.xml": (f"{_TYPE}document.main+xml", _xml(document))}
    parts |= {f"word/{name}": (f"{_TYPE}{kind}+xml", _xml(tree)) for _, _, name, kind, tree in trees}
    made = _packed(parts, [(key, kind, name) for key, kind, name, _, _ in trees])
    _check(made, output, survives)
    _name_the_rest(builder, main)
    return Rebuilt(made, {name: count for name, count in sorted(builder.removed.items()) if count})


def _settings(builder: _Builder, source: _Source) -> _Element:
    made = builder.make("settings")
    for kind, part in source.parts.values():
        if kind == "settings" and _parse(part.blob).find(f"{_W}evenAndOddHeaders") is not None:
            made.append(builder.make("evenAndOddHeaders"))
    compatibility = builder.make("compat")
    uri = "http://schemas.microsoft.com/office/word"
    compatibility.append(builder.make("compatSetting", name="compatibilityMode", uri=uri, val="15"))
    made.append(compatibility)
    return made


def _check(made: bytes, output: str, survives: Survives) -> None:
    """Reads what was built: its text is what was verified, and beside the text nothing survives."""
    said, values = _text_of(made)
    if [c for c in said if c.isalnum()] != [c for c in output if c.isalnum()]:
        raise _refuse("the document could not be built anew; tell the makers of `sfo`", "document_not_rebuilt")
    found = sorted({value for value in values if value and not _CODED.fullmatch(value)})
    if survives("\n".join(found)):
        message = "something that must be hidden is left outside the text of the document; save it anew and try again"
        raise _refuse(message, "redaction_leak")


def _name_the_rest(builder: _Builder, main: Any) -> None:
    """Counts the parts that are not written."""
    written = {"styles", "numbering", "settings", "header", "footer", *_LISTS}
    seen: set[Any] = {main.partname}
    left = [*main.package.rels.values(), *main.rels.values()]
    while left:
        relation = left.pop()
        if relation.is_external:
            continue
        part = relation.target_part
        if part.partname in seen:
            continue
        seen.add(part.partname)
        kind = relation.reltype.rsplit("/", 1)[-1]
        left.extend(part.rels.values())
        if kind not in written:
            builder.removed[f"part: {_PARTS.get(kind, 'other')}"] += 1
