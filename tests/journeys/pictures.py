"""The pictures of the README and the docs, made by the stories when `SEGUE_WRITE_IMAGES=1`."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.desk import Desk
from journeys.shop import Shop

if TYPE_CHECKING:
    from journeys.stage import Stage

WRITES_IMAGES = os.environ.get("SEGUE_WRITE_IMAGES") == "1"
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"

BESIDE = """<!doctype html><html lang="en"><style>
body {{ margin: 0; padding: 32px; background: #ebe9e4;
  display: flex; gap: 24px; inline-size: max-content }}
img {{ display: block; border-radius: 12px; box-shadow: 0 12px 40px -12px rgb(28 29 34 / .35) }}
</style>{images}</html>"""


async def side_by_side(stage: Stage, shop: Shop, desk: Desk) -> None:
    """`docs/images/handover.png`: the shop with the chat beside the workspace with the brief."""
    if not WRITES_IMAGES:
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    before = shop.page.viewport_size
    await shop.page.set_viewport_size({"width": 640, "height": 900})
    pictures = [await one.page.screenshot(animations="disabled") for one in (shop, desk)]
    if before is not None:
        await shop.page.set_viewport_size(before)
    page = await stage.page(viewport={"width": 2300, "height": 1000})
    images = "".join(
        f'<img alt="" src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    )
    await page.set_content(BESIDE.format(images=images))
    await page.locator("body").screenshot(path=IMAGES / "handover.png")


async def picture(target: Shop | Desk, name: str) -> None:
    """`docs/images/NAME.png`: what this person sees now, if pictures are to be written."""
    if WRITES_IMAGES:
        IMAGES.mkdir(parents=True, exist_ok=True)
        await target.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
