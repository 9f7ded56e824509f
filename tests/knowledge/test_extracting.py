"""Documents of every kind are read; what is wrong with one is said by name."""

import io
import json
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.papers import docx, paragraph, pdf, table
from segue.app.ports_knowledge import Found
from segue.brains.commands import answer_lines
from segue.brains.errors import KnowledgeError
from segue.brains.pages import read_items
from segue.knowledge.documents import Document, Kind, check_size, kind_of_file, kind_of_media
from segue.knowledge.extracting import extract, extract_file
from segue.knowledge.trouble import Unreadable

PAGE = """<!doctype html><html lang="en-GB"><head><title>Returns | The Shop</title>
<link rel="canonical" href="/help/returns"><script>var evil = "steal()"</script></head><body>
<div class="cookie-banner">We use cookies to improve.</div><a class="skip-link" href="#m">Skip</a>
<header role="banner">The Shop</header><nav><a href="/">Home</a></nav>
<main id="m"><h1>Returns</h1><p>You can return anything within <b>30 days</b>.</p>
<h2>How it works</h2><ol><li>Open your account</li><li>Choose the order</li></ol>
<table><tr><th>Country</th><th>Cost</th></tr><tr><td>UK</td><td>Free</td></tr></table>
<script>steal()</script><style>p { color: red }</style><p onclick="steal()">Ask us.</p></main>
<footer>© The Shop, imprint</footer></body></html>"""


def read(data: bytes | str, name: str, charset: str = "", url: str | None = None) -> list[Found]:
    raw = data if isinstance(data, bytes) else data.encode()
    return extract(Document(name, raw, kind_of_file(name), charset, url))


def failure(data: bytes | str, name: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    assert name in caught.value.said
    assert caught.value.said.endswith(".")
    return caught.value


def test_a_web_page_is_its_content_alone() -> None:
    (found,) = read(PAGE, "returns.html", url="https://shop.test/help/returns?from=mail")
    assert (found.title, found.language) == ("Returns", "en")
    assert found.body == (
        "You can return anything within **30 days**.\n\n## How it works\n\n"
        "1. Open your account\n2. Choose the order\n\n"
        "| Country | Cost |\n|---|---|\n| UK | Free |\n\nAsk us.\n"
    )


@pytest.mark.parametrize("wrap", ["<div class='wrap'><div>{}</div></div>", "<article>{}</article>"])
def test_a_page_of_two_lines_is_a_page_too(wrap: str) -> None:
    body = wrap.format("<h1>Opening hours</h1><p>We open at nine.</p>")
    (found,) = read(f"<title>Hours - Shop</title><nav>Home Help</nav>{body}", "hours.html")
    assert (found.title, found.body) == ("Opening hours", "We open at nine.\n")


def test_accordions_are_content_also_while_they_are_closed() -> None:
    html = """<body class="page-with-sidebar"><div class="layout with-sidebar"><h1>Questions</h1>
    <button class="acc">How long is delivery?</button><div class="panel" hidden>Two days.</div>
    <h3><button aria-expanded="false">Is it free?</button></h3><div aria-hidden="true">Yes.</div>
    <details><summary>Abroad?</summary><p>Five days.</p></details><button>Send</button></div>
    <div class="sidebar"><ul><li><a href="/a">A</a><li><a href="/b">B</a></ul></div>"""
    (found,) = read(html, "faq.html")
    assert found.body == (
        "### How long is delivery?\n\nTwo days.\n\n### Is it free?\n\nYes.\n\n"
        "### Abroad?\n\nFive days.\n"
    )


def test_a_page_laid_out_by_tables_is_read() -> None:
    html = """<title>A - Returns - Shop</title><table><tr><td><h1></h1></table><table><tr>
    <td><ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul></td>
    <td><h2>How</h2><p>You have thirty days.</p><table><tr><th>Country<th>Cost<tr><td>UK<td>Free
    </table></td></tr></table>"""
    (found,) = read(html, "old.html")
    assert found.title == "A Returns"
    assert found.body == (
        "## How\n\nYou have thirty days.\n\n| Country | Cost |\n|---|---|\n| UK | Free |\n"
    )


def test_one_bad_letter_does_not_spoil_a_page() -> None:
    html = (
        b"<meta charset=utf-8><title>x</title><h1>Hours</h1><p>Caf\xe9 opens at nine."
        + b" So." * 200
    )
    assert read(html, "a.html")[0].body.startswith("Caf\ufffd opens at nine.")


def test_a_page_from_right_to_left_is_read() -> None:
    html = (
        '<html lang="ar" dir="rtl"><head><title>الإرجاع | المتجر</title></head><body>'
        "<nav>الرئيسية</nav><div><h1>إرجاع المنتجات</h1>"
        "<p>يمكنك إرجاع أي منتج خلال ثلاثين يومًا.</p>"
        "<ul><li>افتح حسابك</li><li>اختر الطلب</li></ul></div></body></html>"
    )
    (found,) = read(html, "ar.html")
    assert (found.title, found.language) == ("إرجاع المنتجات", "ar")
    assert found.body == "يمكنك إرجاع أي منتج خلال ثلاثين يومًا.\n\n- افتح حسابك\n- اختر الطلب\n"


@pytest.mark.parametrize(
    ("encoding", "declared", "in_page"),
    [("utf-8-sig", "", ""), ("utf-16", "", ""), ("utf-16-le", "", ""), ("cp1252", "latin1", ""),
     ("cp1252", "", "<meta charset='windows-1252'>"),
     ("iso-8859-15", "", '<meta http-equiv=x content="text/html; charset=ISO-8859-15">')],
)  # fmt: skip
def test_text_is_read_as_it_is_marked_or_declared(
    encoding: str, declared: str, in_page: str
) -> None:
    html = f"<html><head>{in_page}<title>x</title></head><h1>Größe</h1><p>Für 5 £ schön.</p>"
    data = Document("a.html", html.encode(encoding), "html", declared)
    assert extract(data)[0].body == "Für 5 £ schön.\n"


def test_text_in_an_encoding_that_nobody_declared_is_refused() -> None:
    for name in ("a.txt", "a.csv", "a.html", "a.jsonl"):
        assert failure("Größe; schön".encode("cp1252"), name).code == "not_text"
    assert failure(b"\x7fELF\x00\x00\x01\x00" * 9, "a.md").code == "not_text"


def test_markdown_says_what_it_is_in_its_front_matter() -> None:
    text = "---\ntitle: Returns\nid: r\naudience: signed_in\nexamples: ['back?']\n---\nIn May.\n"
    (found,) = read(text, "x/returns.md")
    assert (found.id, found.title, found.audience) == ("r", "Returns", "signed_in")
    assert (found.body, found.examples) == ("In May.\n", ("back?",))
    assert read("# A title\r\n\r\nText\r\n", "b.md")[0].title == "A title"
    assert failure("---\naudience: everyone\n---\nx", "c.md").code == "bad_front"
    assert failure("---\na: &a [*a]\n---\nx", "d.md").code == "bad_front"
    assert failure(" \n", "e.md").code == "no_text"


def test_a_pdf_becomes_headings_paragraphs_and_lists() -> None:
    lines = [
        (20.0, 60.0, "Returns"), (11.0, 100.0, "You can return anything with-"),
        (11.0, 114.0, "in thirty days of delivery,"), (11.0, 128.0, "if it is unused."),
        (14.0, 170.0, "How it works"), (11.0, 195.0, "Do this:"),
        (11.0, 209.0, "- Open your account"), (11.0, 223.0, "- Choose the order"),
        (11.0, 237.0, "and confirm"), (11.0, 270.0, "Refunds take five days."),
        (11.0, 300.0, "Returns abroad . . . . . . . 12"),
        (8.0, 800.0, "The Shop Ltd"), (8.0, 815.0, "Page 1"),
    ]  # fmt: skip
    pages = [lines, [(11.0, 100.0, "More."), *lines[-2:]], [(11.0, 100.0, "Last."), *lines[-2:]]]
    (found,) = read(pdf(pages, title="Microsoft Word - x.doc"), "returns.pdf")
    assert found.title == "Returns"
    assert found.body == (
        "You can return anything within thirty days of delivery, if it is unused.\n\n"
        "## How it works\n\nDo this:\n\n- Open your account\n- Choose the order and confirm\n\n"
        "Refunds take five days.\n\nMore.\n\nLast.\n"
    )


def test_a_pdf_that_cannot_be_read_says_why() -> None:
    assert failure(pdf([[]] * 3), "scan.pdf").code == "no_text"
    assert failure(b"%PDF-1.7\ngarbage", "broken.pdf").code == "broken"
    assert failure(b"", "empty.pdf").code == "broken"
    whole = pdf([[(11.0, 100.0, "Long enough to be no scan at all.")]])
    assert failure(whole[:150], "half.pdf").code == "broken"


def test_a_word_file_becomes_markdown() -> None:
    body = (
        paragraph("Sending back", "Heading1") + paragraph("You have 30 days.")
        + paragraph("Cost", "Heading2") + table(("Country", "Cost"), ("UK", "Free"))
        + paragraph("مرحبا بكم")
    )  # fmt: skip
    (found,) = read(docx(body), "returns.docx")
    assert found.title == "Sending back"
    assert found.body == (
        "You have 30 days.\n\n## Cost\n\n| Country | Cost |\n|---|---|\n| UK | Free |\n\n"
        "مرحبا بكم\n"
    )


def test_a_word_file_that_is_a_bomb_is_not_opened() -> None:
    bomb = docx(paragraph("hello"), **{"media.xml": b"\x00" * 30_000_000})
    assert len(bomb) < 100_000
    assert failure(bomb, "bomb.docx").code == "bomb"
    many = {f"{n}.xml": b"" for n in range(5_001)}
    assert failure(docx(paragraph("hello"), **many), "many.docx").code == "bomb"
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    assert failure(_with_document(docx(""), f"{laughs}]><x>&j;</x>"), "ha.docx").code == "broken"


def _with_document(file: bytes, xml: str) -> bytes:
    """The same archive with another text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            new.writestr(one, xml if one.filename == "word/document.xml" else old.read(one))
    return out.getvalue()


def test_a_word_file_that_cannot_be_read_says_why() -> None:
    assert failure(b"PK\x03\x04 no", "broken.docx").code == "broken"
    assert failure(b"\xd0\xcf\x11\xe0 old", "old.docx").code == "locked"
    assert failure(docx(""), "empty.docx").code == "no_text"
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    assert failure(plain.getvalue(), "zip.docx").code == "broken"


ROWS = 'How long?,5 days,\nWhen?,5 days,https://x.test\nCost?,"No;\nnever",\n'


@pytest.mark.parametrize(
    "text",
    [
        "Question,Answer,Link\n" + ROWS,
        "\ufeffFrage;Antwort;Link\r\n" + ROWS.replace(",", ";").replace("\n", "\r\n"),
        "السؤال\tالجواب\tرابط\n" + ROWS.replace(",", "\t"),
    ],
)
def test_questions_with_one_answer_become_one_item(text: str) -> None:
    first, second = read(text, "faq.csv")
    assert (first.place, first.title, first.body) == ("faq.csv#how-long", "How long?", "5 days\n")
    assert (first.examples, first.url) == (("How long?", "When?"), "https://x.test")
    assert (second.place, second.body) == ("faq.csv#cost", "No;\nnever\n")


def test_two_columns_without_names_are_questions_and_answers() -> None:
    assert [one.title for one in read("How long?,5 days\nCost?,No\n", "a.csv")] == [
        "How long?", "Cost?"
    ]  # fmt: skip
    titled = read("title,question,answer\nRefunds,When?,Soon.\n", "b.csv")[0]
    assert (titled.title, titled.examples) == ("Refunds", ("When?",))


def test_a_table_of_something_else_names_its_columns() -> None:
    error = failure("SKU,Price,Stock\n1,2,3\n", "stock.csv")
    assert error.code == "bad_columns"
    assert "SKU, Price, Stock" in error.said
    assert failure("question,answer\nhow?,\n", "empty.csv").code == "no_text"
    assert failure("question,answer,audience\nq,a,all\n", "x.csv").code == "bad_columns"


def test_json_lines_are_documents_of_their_own() -> None:
    text = '{"id": 7, "text": "Free\u2028of charge.", "examples": ["cost?"]}\n\n{"text": "x"}\n'
    first, second = read(text, "a.jsonl")
    assert (first.place, first.id, first.body) == ("a.jsonl#7", "7", "Free\u2028of charge.")
    assert second.place == "a.jsonl#3"
    assert failure('{"id": 1}', "b.jsonl").code == "bad_front"


def test_a_list_of_json_is_read_as_its_lines() -> None:
    first, second = read('[{"id": "a", "text": "One."},\n {"text": "Two."}]', "a.json")
    assert (first.place, second.place, second.body) == ("a.json#a", "a.json#2", "Two.")
    assert failure('[{"id": "a"}]', "b.json").code == "bad_front"
    assert "twice" in failure('{"id": 1, "text": "a"}\n{"id": "1", "text": "b"}', "c.json").said


def test_a_file_without_an_ending_is_read_as_it_begins(tmp_path: Path) -> None:
    for name, data in (("lines", b'{"text": "x"}'), ("page", PAGE.encode()), ("text", b"Just so.")):
        (tmp_path / name).write_bytes(data)
        assert extract_file(tmp_path / name)


def test_kinds_that_are_not_read_come_with_advice() -> None:
    for name, advice in (("a.doc", ".docx"), ("b.xlsx", "CSV"), ("c.png", "Known are")):
        with pytest.raises(Unreadable, match=advice) as caught:
            kind_of_file(name)
        assert caught.value.code == "unknown_kind"
    assert kind_of_media("text/html", "x") == "html"
    with pytest.raises(Unreadable, match="image/png"):
        kind_of_media("image/png", "x")


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="200 MB") as caught:
        check_size(200_000_000, "huge.pdf")
    assert caught.value.code == "too_large"
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(KnowledgeError, match="200 MB"):
        extract_file(huge)


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "table", "lines", "markdown"])
@pytest.mark.parametrize("data", [b"", b"\x00", b"<", b"%PDF", b"PK\x05\x06" + bytes(18), b"---\n",
                                  b'"', b"\xff\xfe", b"<!DOCTYPE html><html>" + b"<div>" * 9_000,
                                  b"[" * 100_000, b"a,b\n" + b'"' * 999])  # fmt: skip
def test_whatever_comes_is_read_or_refused_soon(kind: Kind, data: bytes) -> None:
    start = time.process_time()
    with suppress(Unreadable):
        assert all(isinstance(one, Found) for one in extract(Document("odd", data, kind)))
    assert time.process_time() - start < 3


def test_the_print_tells_whether_something_changed() -> None:
    one, same, other = (read(text, "a.md")[0].print for text in ("A b.", "A b.", "A c."))
    assert one == same != other
    assert len(one) == 32


def test_answers_come_from_files_of_all_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[(11.0, 100.0, "Refunds take five days, no more.")]]))
    (tmp_path / "b.docx").write_bytes(docx(paragraph("Shipping is free.")))
    (tmp_path / "c.csv").write_text("question,answer\nWhen do you open?,At nine.\n")
    (tmp_path / "d.html").write_text(PAGE)
    (tmp_path / "e.jsonl").write_text('{"id": "x", "text": "Yes."}\n')
    items = read_items([tmp_path], extract_file)
    assert [one.id for one in items] == ["a", "b", "when-do-you-open", "d", "x"]
    assert items[3].passages[1].heading == "How it works"
    with pytest.raises(KnowledgeError, match=r"x\.doc"):
        extract_file(_written(tmp_path / "x.doc"))


def test_the_command_answers_from_documents(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        pdf([[(11.0, 100.0, "Refunds arrive within five working days on your card.")]])
    )
    (tmp_path / "b.csv").write_text("question,answer\nWhen do you open?,At nine.\n")
    questions = [f'{{"question": "{one}"}}' for one in ("refund how long", "opening time")]
    out = io.StringIO()
    assert answer_lines([tmp_path], questions, out, extract_file) == 0
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["id"], second["id"]) == ("a", "when-do-you-open")
    assert "five working days" in first["answer"]


def _written(path: Path) -> Path:
    path.write_bytes(b"x")
    return path
