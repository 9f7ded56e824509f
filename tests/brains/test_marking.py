"""HTML becomes the plain Markdown that pages are kept in."""

import pytest

from segue.brains.marking import markdown_of


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>A</h1><p>b <b>c</b>\n d</p>", "# A\n\nb **c** d"),
        ("<ol><li>One<li>Two</ol><ul><li>x</ul>", "1. One\n2. Two\n\n- x"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a b"),
        ("<table><tr><th>a<th>b<tr><td>1|2<td></table>", "| a | b |\n|---|---|\n| 1/2 |  |"),
        ("<table><tr><td>only a frame</table>", "only a frame"),
        ('<a href="https://x.test/a b">go</a>', "[go](https://x.test/a%20b)"),
        ('<a href="javascript:alert(1)">go</a>', "go"),
        ("<a name=x></a>here", "here"),
        ("a<br>b", "a\nb"),
        ("<details><summary>May I?</summary>Yes.</details>", "### May I?\n\nYes."),
        ("<script>no()</script><style>p{}</style><nav>menu</nav>yes", "yes"),
        ("&lt;b&gt; &amp; &#x645;&#x631;&#x62d;&#x628;&#x627;", "<b> & مرحبا"),
        ("<p>unfinished <b>bold", "unfinished **bold"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown + "\n"


def test_lists_without_end_do_no_harm() -> None:
    assert "deep" in markdown_of("<ul><li>" * 50_000 + "deep")
