"""What can be measured of how a page looks: sideways scroll, axe-core's rules, sizes of targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Frame, Page

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Each is asked of one frame by itself; landmarks and headings of the frame around are not its.
    "iframes": False,
    "resultTypes": ["violations"],
}

CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = style.overflowX === "hidden" || style.overflowX === "clip";
  const meant = style.textOverflow === "ellipsis" || one.closest(".vh, .ell, [aria-hidden=true]");
  return hides && !meant && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
}).map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth} in ${one.clientWidth}`)"""

SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


async def findings(place: Page | Frame) -> list[str]:
    """What axe-core finds in this page or frame: rule, then the elements it is about."""
    # By evaluation, not as a script element: the pages' policies allow no foreign script.
    await place.evaluate(AXE.read_text(encoding="utf-8") + "\n;void 0")
    found: dict[str, Any] = await place.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:160]} ({node.get('failureSummary', '')})"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def sideways(place: Page | Frame) -> int:
    """How many pixels the page can be scrolled to the side. Should be 0."""
    return int(await place.evaluate(SIDEWAYS))


async def cut_off(place: Page | Frame) -> list[str]:
    """Boxes that hide a part of what is in them, without an ellipsis that says so."""
    return list(await place.evaluate(CUT_OFF))


def chat_frame(page: Page) -> Frame:
    """The chat's own frame in a page."""
    return next(frame for frame in page.frames if "/widget/v1/frame" in frame.url)
