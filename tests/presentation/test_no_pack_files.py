"""The No pack's files: one page each, the same bytes, and hostile names do no harm."""

import email
import email.policy
import html
import re
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import docx as word
import pytest
from lxml import etree

from headwater.presentation import packs
from headwater.presentation.methods import no_pack
from headwater.presentation.render import docx, mail, pdf
from headwater.presentation.render.html import letter

FIXED = (1980, 1, 1, 0, 0, 0)
TYPST = '#panic("x") #eval("1+1") $x$ *b* _i_ `c` <lab> @ref // c \\ #include "/etc/passwd"'


@pytest.fixture(scope="session")
def refusals() -> ModuleType:
    """The module that makes answers for sponsors; see refusals.py beside this file."""
    spec = spec_from_file_location("rivermouth_refusals", Path(__file__).with_name("refusals.py"))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_answer_fits_one_page(refusals: ModuleType) -> None:
    for refusal in refusals.variants():
        assert pdf.pages(no_pack.build(refusal)) == 1


@pytest.mark.parametrize("place", range(17))
def test_hostile_texts_stay_texts_and_on_one_page(
    refusals: ModuleType, decisions: ModuleType, place: int
) -> None:
    text = decisions.HOSTILE[place]
    refusal = refusals.hostile(text)
    report = no_pack.build(refusal)

    files = packs.page(refusal)

    assert pdf.pages(report) == 1
    assert files["pdf"].startswith(b"%PDF-")
    page = files["html"].decode()
    assert "<script" not in page and "<img" not in page and page.count("</style>") == 1
    body = email.message_from_bytes(files["eml"], policy=email.policy.default)
    rich = body.get_body(("html",))
    assert rich is not None and "<script" not in rich.get_content()
    with ZipFile(BytesIO(files["docx"])) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(packed.read(name))


def test_markup_of_the_typesetter_is_only_text(refusals: ModuleType) -> None:
    made = packs.page(refusals.cycle_link(project=TYPST))["pdf"]

    assert made.startswith(b"%PDF-")
    found = shutil.which("pdftotext")
    if found is None:
        pytest.skip("pdftotext reads the PDF back")
    text = subprocess.run(
        [found, "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    assert '#panic("x") #eval("1+1")' in text and "root:" not in text


def test_a_line_break_in_a_name_adds_no_header(refusals: ModuleType) -> None:
    report = no_pack.build(refusals.cycle_link(project="Cycle\r\nBcc: all@x.example\r\n\r\nlink"))

    draft = mail.render(report, to="a@x.example\r\nBcc: b@x.example", to_name="A\r\nBcc: c@x")

    message = email.message_from_bytes(draft, policy=email.policy.default)
    assert message["Bcc"] is None and message["To"] is None
    assert message["Subject"] == "Cycle Bcc: all@x.example link: not now"


def test_the_draft_is_a_draft_with_two_ways_to_read_it(refusals: ModuleType) -> None:
    message = email.message_from_bytes(
        packs.page(refusals.cycle_link())["eml"], policy=email.policy.default
    )

    assert message["X-Unsent"] == "1" and message["Date"] is None
    assert message["To"] == "Amara <amara@rivermouth.example>"
    assert message["Reply-To"] == "dev@rivermouth.example"
    assert re.fullmatch(r"<[0-9a-f]{32}@headwater\.invalid>", message["Message-ID"])
    plain = message.get_body(("plain",))
    assert plain is not None
    text = " ".join(plain.get_content().split())
    assert "None of 9 (combinations of projects that could be best)" in text
    assert "On 15 March 2027." in text


def test_the_same_answers_give_the_same_bytes(refusals: ModuleType) -> None:
    pages = tuple(each for each in refusals.variants() if each.id != "L")

    files = packs.no_pack(pages)

    assert files == packs.no_pack(pages[::-1])
    with ZipFile(BytesIO(files[packs.ZIP])) as packed:
        assert sorted(packed.namelist()) == sorted(set(files) - {packs.ZIP})
        assert {entry.date_time for entry in packed.infolist()} == {FIXED}
        assert all(packed.read(name) == files[name] for name in packed.namelist())


def test_all_together_has_a_contents_page_that_leads_to_each(refusals: ModuleType) -> None:
    pages = tuple(refusals.cycle_link(id=f"P{n}", project=f"Works {n}") for n in range(5))
    book = no_pack.book(pages)

    assert pdf.pages(book) == 6
    page = letter.render(book)
    document = word.Document(BytesIO(docx.render(book)))
    body = etree.tostring(document.element.body).decode()
    for section in book.sections[1:]:
        assert f'href="#{section.key}"' in page and f'id="{section.key}"' in page
        assert f'w:anchor="{section.key}"' in body and f'w:name="{section.key}"' in body
        assert f"PAGEREF {section.key}" in body


def test_the_page_needs_nothing_from_elsewhere(refusals: ModuleType) -> None:
    page = html.unescape(letter.render(no_pack.build(refusals.cycle_link())))

    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page) and "url(" not in page


def test_names_of_files_are_plain_and_never_alike(refusals: ModuleType) -> None:
    texts = ("Café Östra/../x", "Café Östra/../x", "河岸", "NUL", "../../etc/passwd", "W" * 300)
    pages = [refusals.cycle_link(id=str(n), project=text) for n, text in enumerate(texts)]

    names = packs.names(pages)

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{1,80}", name) and name != "nul" for name in names)
    assert names[4] == "etc-passwd"


def test_the_pdf_is_tagged_and_says_so(refusals: ModuleType) -> None:
    made = pdf.render(no_pack.build(refusals.cycle_link()))

    assert b"pdfuaid:part" in made and b"/Marked true" in made


def test_a_word_file_has_real_headings_and_one_page(refusals: ModuleType, tmp_path: Path) -> None:
    made = docx.render(no_pack.build(refusals.cycle_link()))
    document = word.Document(BytesIO(made))
    styles = [each.style.name for each in document.paragraphs if each.text]
    assert styles.count("Heading 1") == 1 and styles.count("Heading 2") == 3
    office, info = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or info is None:
        pytest.skip("an office suite counts the pages")
    (tmp_path / "page.docx").write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path,
         tmp_path / "page.docx"],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    if not (tmp_path / "page.pdf").exists():
        pytest.skip("this office suite reads no Word files")
    counted = subprocess.run([info, tmp_path / "page.pdf"], capture_output=True, check=True)
    assert re.search(rb"Pages:\s+1\b", counted.stdout)


def test_a_long_word_document_is_written_section_by_section(refusals: ModuleType) -> None:
    """Nothing is looked for in all that was written before, and the order stays."""
    many = [refusals.cycle_link(id=f"P{n}", project=f"Link {n:03}") for n in range(60)]
    seen: list[float] = []

    made = packs.together(many, "docx", watch=lambda each: seen.append(each.fraction or 0.0))

    written = word.Document(BytesIO(made))
    titles = [each.text for each in written.paragraphs if each.style.name == "Heading 1"]
    assert titles[1:] == [f"Link {n:03}: not now" for n in range(60)]
    assert written.element.body[-1].tag.endswith("}sectPr")
    assert seen == sorted(seen)
    assert len(seen) == 61
