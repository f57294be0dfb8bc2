"""Word files: everything of one that holds words, built anew."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import Ran
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import sfo

Run = Callable[..., Ran]
PEOPLE = [
    {"name": "Alder Quillfeather", "role": "offender", "address": "17 Larkspur Road, Nettlecombe"},
    {"name": "Harriet Varley-Thornquist", "role": "probation_officer"},
]
SECRET = re.compile(r"quill|feather|alder|varley|thornquist|larkspur|07700", re.IGNORECASE)
SPACE = nsdecls("w", "wp", "a", "pic", "r")
OTHER = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def redact(raw: bytes, **more: Any) -> sfo.WordRedaction:
    return sfo.Policy.builtin().redact_word(raw, audience="workshop", people=PEOPLE, **more)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened(made: sfo.WordRedaction) -> Any:
    return docx.Document(io.BytesIO(made.document))


def add(document: Any, xml: str, tag: str = "w:p") -> None:
    """Puts a paragraph, or whatever else stands in a body, at its end."""
    element = parse_xml(xml.replace(f"<{tag}>", f"<{tag} {SPACE} {OTHER}>", 1))
    document.element.body.insert(len(document.element.body) - 1, element)


def everything(made: sfo.WordRedaction) -> str:
    """Every byte of every part as text."""
    with zipfile.ZipFile(io.BytesIO(made.document)) as package:
        return "\n".join(info.filename + package.read(info).decode("utf-8") for info in package.infolist())


def no_secret(made: sfo.WordRedaction) -> None:
    # Markup between the letters of a name does not hide it.
    text = everything(made)
    assert not SECRET.search(text)
    assert not SECRET.search(re.sub(r"<[^>]*>", "", text))


def test_a_name_in_pieces_is_one_name_and_its_look_stays() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Mr ", style="List Bullet")
    paragraph.add_run("Quill").bold = True
    paragraph.add_run("fea").italic = True
    paragraph.add_run("ther was seen.\tThen ")
    paragraph.add_run("nobody").underline = True
    made = redact(saved(document))
    runs = [run for run in opened(made).paragraphs[0].runs if run.text]
    assert "".join(run.text for run in runs) == "Supervised Person 1 was seen.\tThen nobody"
    assert runs[-1].underline
    assert opened(made).paragraphs[0].style.name == "List Bullet"
    no_secret(made)


def test_every_part_with_words() -> None:
    document = docx.Document()
    document.add_heading("About Quillfeather", 1)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "NHS number"
    table.cell(0, 1).text = "9434765919"
    table.cell(1, 1).text = "Ms Varley-Thornquist"
    inner = table.cell(1, 0).add_table(1, 1)
    inner.cell(0, 0).text = "Quillfeather within"
    section = document.sections[0]
    section.header.paragraphs[0].text = "Quillfeather, page"
    section.footer.paragraphs[0].text = "Seen by Alder Quillfeather"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "First: Quillfeather"
    commented = document.add_paragraph("He rang 07700 900123.")
    document.add_comment(commented.runs[0], "Ask Quillfeather", author="Harriet Varley-Thornquist", initials="HVT")
    made = redact(saved(document))
    copy = opened(made)
    assert copy.paragraphs[0].text == "About Supervised Person 1"
    assert copy.paragraphs[0].style.name == "Heading 1"
    cells = [[cell.text for cell in row.cells] for row in copy.tables[0].rows]
    assert cells[0] == ["NHS number", "[redacted: identifier]"]
    assert cells[1][1] == "Probation Officer 1"
    assert copy.tables[0].cell(1, 0).tables[0].cell(0, 0).text == "Supervised Person 1 within"
    section = copy.sections[0]
    assert section.header.paragraphs[0].text == "Supervised Person 1, page"
    assert section.footer.paragraphs[0].text == "Seen by Supervised Person 1"
    assert section.first_page_header.paragraphs[0].text == "First: Supervised Person 1"
    assert [(one.text, one.author) for one in copy.comments] == [("Ask Supervised Person 1", "Author 1")]
    assert made.removed["comment author"] == 1
    no_secret(made)


def notes(raw: bytes) -> bytes:
    """A document with a footnote and an endnote, which python-docx does not write."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info).decode("utf-8") if info.filename.endswith((".xml", ".rels")) else before.read(info)
            if isinstance(data, str):
                for kind in ("footnote", "endnote"):
                    if info.filename == "[Content_Types].xml":
                        name = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
                        part = f'<Override PartName="/word/{kind}s.xml" ContentType="{name}"/></Types>'
                        data = data.replace("</Types>", part)
                    if info.filename == "word/_rels/document.xml.rels":
                        name = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
                        part = f'<Relationship Id="rId9{kind}" Type="{name}" Target="{kind}s.xml"/></Relationships>'
                        data = data.replace("</Relationships>", part)
                    if info.filename == "word/document.xml":
                        data = data.replace("{" + kind + "}", f'</w:t><w:{kind}Reference w:id="2"/><w:t>')
            after.writestr(info.filename, data)
        for kind in ("footnote", "endnote"):
            body = f'<w:{kind} w:id="2"><w:p><w:r><w:t>{kind} by Quill</w:t></w:r><w:r><w:t>feather</w:t></w:r></w:p>'
            after.writestr(f"word/{kind}s.xml", f"<w:{kind}s {space}>{body}</w:{kind}></w:{kind}s>")
    return out.getvalue()


def test_notes() -> None:
    document = docx.Document()
    document.add_paragraph("A claim{footnote} and another{endnote}.")
    made = redact(notes(saved(document)))
    text = everything(made)
    assert 'w:footnoteReference w:id="2"' in text
    assert 'w:endnoteReference w:id="2"' in text
    plain = re.sub(r"<[^>]*>", "", text)
    assert "footnote by Supervised Person 1" in plain
    assert "endnote by Supervised Person 1" in plain
    no_secret(made)


def test_what_was_deleted_hidden_or_inserted() -> None:
    document = docx.Document()
    document.add_paragraph("Begin.")
    by = 'w:id="1" w:author="Harriet Varley-Thornquist" w:date="2024-01-01T00:00:00Z"'
    add(
        document,
        f"<w:p><w:r><w:t>Mr </w:t></w:r><w:ins {by}><w:r w:rsidR='00AA11BB'><w:t>Quill</w:t></w:r></w:ins>"
        f"<w:del {by}><w:r><w:delText>Alder</w:delText></w:r></w:del><w:r><w:t>feather</w:t></w:r></w:p>",
    )
    add(
        document,
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Quillfeather hides</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>",
    )
    # The mark between these two paragraphs was deleted.
    add(document, f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr><w:r><w:t>Met Quill</w:t></w:r></w:p>")
    add(document, "<w:p><w:r><w:t>feather there.</w:t></w:r></w:p>")
    add(document, f"<w:p><w:pPr><w:pPrChange {by}><w:pPr/></w:pPrChange></w:pPr><w:r><w:t>End.</w:t></w:r></w:p>")
    made = redact(saved(document))
    texts = [paragraph.text for paragraph in opened(made).paragraphs]
    assert texts == ["Begin.", "Supervised Person 1", "seen", "Met Supervised Person 1 there.", "End."]
    assert made.removed["tracked deletion"] == 2
    assert made.removed["hidden text"] == 1
    assert "rsid" not in everything(made)
    no_secret(made)


def test_boxes_links_fields_controls_and_pictures() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed Quillfeather</w:t></w:r></w:p></w:txbxContent>"
    add(
        document,
        '<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:docPr id="1" name="Quillfeather" descr="Photo of Alder Quillfeather"/><a:graphic><a:graphicData uri="x">'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    add(
        document,
        '<w:p><w:hyperlink r:id="rId1" w:tooltip="Quillfeather"><w:r><w:t>the page of Quillfeather</w:t></w:r>'
        '</w:hyperlink><w:bookmarkStart w:id="7" w:name="Quillfeather"/><w:bookmarkEnd w:id="7"/></w:p>',
    )
    add(
        document,
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:quill@feather" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Mail, </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>'
        '<w:fldSimple w:instr=" AUTHOR "><w:r><w:t>Alder Quillfeather</w:t></w:r></w:fldSimple></w:p>',
    )
    add(
        document,
        '<w:sdt><w:sdtPr><w:alias w:val="Quillfeather"/><w:tag w:val="Alder"/></w:sdtPr><w:sdtContent><w:p><w:r>'
        "<w:t>Chosen</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "w:sdt",
    )
    add(
        document,
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="2" name="p" descr="Alder Quillfeather"/></wp:inline></w:drawing>'
        "</w:r><w:r><w:object/></w:r><m:oMath><m:r><m:t>Quillfeather = 2</m:t></m:r></m:oMath></w:p>",
    )
    symbols = "".join(f'<w:sym w:font="Symbol" w:char="{0xF000 + ord(letter):04X}"/>' for letter in "Quillfeather")
    add(document, f"<w:p><w:r>{symbols}</w:r></w:p>")
    made = redact(saved(document))
    texts = [paragraph.text for paragraph in opened(made).paragraphs]
    assert texts == [
        "Before.", "Boxed Supervised Person 1", "the page of Supervised Person 1", "Mail, Supervised Person 1",
        "Chosen",
        "[picture removed][object removed]Supervised Person 1 = 2", "Supervised Person 1",
    ]  # fmt: skip
    assert {"frame of a text box", "target of a link", "field code", "bookmark", "content control"} <= set(made.removed)
    assert 'w:instr="PAGE"' in everything(made)
    no_secret(made)


def test_properties_and_the_names_of_styles() -> None:
    document = docx.Document()
    for name in ("author", "title", "subject", "keywords", "comments", "last_modified_by", "category"):
        setattr(document.core_properties, name, "Alder Quillfeather")
    style = document.styles.add_style("For Alder Quillfeather", 1)
    style.font.name = "Quillfeather Sans"
    document.add_paragraph("Nothing to hide.", style=style)
    made = redact(saved(document))
    assert made.removed["part: document properties"] >= 1
    assert made.removed["part: thumbnail"] == 1
    with zipfile.ZipFile(io.BytesIO(made.document)) as package:
        assert not [name for name in package.namelist() if name.startswith("docProps") or "thumbnail" in name]
        assert {info.date_time[0] for info in package.infolist()} == {1980}
    assert opened(made).paragraphs[0].text == "Nothing to hide."
    no_secret(made)


def test_lines_of_an_address_are_paragraphs() -> None:
    document = docx.Document()
    for line in ("Sent to", "17 Larkspur Road", "Nettlecombe", "by post."):
        document.add_paragraph(line)
    made = redact(saved(document))
    texts = [paragraph.text for paragraph in opened(made).paragraphs]
    assert len(texts) == 4
    assert (texts[0], texts[3]) == ("Sent to", "by post.")
    no_secret(made)


def test_the_copy_says_what_the_text_says() -> None:
    document = docx.Document()
    for line in ("Mr Quillfeather was seen.", "He lives at 17 Larkspur Road, Nettlecombe.", ""):
        document.add_paragraph(line)
    made = redact(saved(document))
    copied = "".join(f"{paragraph.text}\n" for paragraph in opened(made).paragraphs)
    assert copied == made.redaction.text
    again = redact(made.document)
    assert again.redaction.text == made.redaction.text
    assert not again.redaction.log
    assert "uillfeather" not in repr(made)


def changed(raw: bytes, name: str, change: Callable[[bytes], bytes] | None, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            after.writestr(info.filename, change(data) if change and info.filename == name else data)
        for other, data in more.items():
            after.writestr(other.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def documents_that_cannot_be_used() -> list[Any]:
    good = saved(docx.Document())
    types = "[Content_Types].xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "word/document.xml"
    part = b'<w:altChunk xmlns:w="' + usual + b'"/><w:sectPr'
    return [
        pytest.param(b"", "document_corrupt", id="empty"),
        pytest.param(b"not a package", "document_corrupt", id="text"),
        pytest.param(good[:5000], "document_corrupt", id="cut off"),
        pytest.param(changed(good, body, lambda data: data[:-20]), "document_corrupt", id="broken XML"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document_encrypted", id="password"),
        pytest.param(b"%PDF-1.7\n", "document_pdf", id="pdf"),
        pytest.param(changed(good, types, lambda data: data.replace(plain, macro)), "document_macros", id="docm"),
        pytest.param(changed(good, "", None, word__vbaProject_bin=b"x"), "document_macros", id="macros"),
        pytest.param(
            changed(good, body, lambda data: data.replace(usual, strict)), "document_unsupported", id="strict"
        ),
        pytest.param(
            changed(good, body, lambda data: data.replace(b"<w:sectPr", part, 1)), "document_unsupported", id="chunk"
        ),
    ]


@pytest.mark.parametrize(("raw", "code"), documents_that_cannot_be_used())
def test_what_cannot_be_used_says_what_to_do(raw: bytes, code: str, tmp_path: Path, run: Run) -> None:
    with pytest.raises(sfo.DocumentError) as caught:
        redact(raw)
    assert caught.value.code == code
    (tmp_path / "in.docx").write_bytes(raw)
    (tmp_path / "people.csv").write_text("name,role\nAlder Quillfeather,offender\n")
    ran = run("redact", "in.docx", "--audience", "victim", "--people", "people.csv", "-o", "out.docx")
    assert ran.status == 2
    assert ran.err == f"sfo: {caught.value}\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.docx", "people.csv"]


def test_a_damaged_file_never_gets_through() -> None:
    """Any byte of the compressed text changed: a sentence, or the same copy."""
    document = docx.Document()
    document.add_paragraph("Mr Quillfeather was seen.")
    raw = saved(document)
    for at in range(0, len(raw), 211):
        damaged = raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :]
        try:
            made = redact(damaged)
        except sfo.SfoError:
            continue
        no_secret(made)
