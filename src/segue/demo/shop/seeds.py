"""What is in the books at the beginning. Days count from today: the demo never gets old."""

from __future__ import annotations

from typing import Final, NamedTuple


class Seed(NamedTuple):
    """One order. `placed` and `due` are days from today, `total` is in cents."""

    number: str
    customer: str
    status: str  # placed | packed | shipped | delayed | delivered | cancelled
    items: tuple[tuple[str, int, int], ...]  # (name, how many, cents each)
    placed: int
    due: int
    address: tuple[str, str, str, str]
    carrier: str = ""
    tracking: str = ""

    @property
    def total(self) -> int:
        return sum(many * cents for _, many, cents in self.items)


NOA = ("Keizersgracht 12", "1015 CN", "Amsterdam", "NL")
JONAS = ("Susannenstraße 5", "20357", "Hamburg", "DE")
LUCIA = ("Rua das Flores 88", "4050-262", "Porto", "PT")
WREN = ("3 Harbour Row", "D02 XY45", "Dublin", "IE")

ORDERS: Final = (
    Seed("48213", "c-1001", "shipped", (("Tarn 2 tent", 1, 21900),), -3, 2, NOA,
         "Parcelline", "PL4821300917"),
    Seed("48377", "c-1001", "placed", (("Ridge 35 pack", 1, 12900), ("Rain cover", 1, 1900)),
         0, 4, NOA),
    Seed("48402", "c-1001", "placed", (("Tarn 3 tent", 1, 34900), ("Footprint", 1, 4900)),
         0, 5, NOA),
    Seed("48002", "c-1001", "delivered", (("Larch shell, M", 1, 17900),), -12, -6, NOA,
         "Parcelline", "PL4800200311"),
    Seed("51920", "c-1002", "delivered", (("Moss boots, 43", 1, 16900), ("Wool socks", 2, 1900)),
         -9, -3, JONAS, "Parcelline", "PL5192000741"),
    Seed("51988", "c-1002", "placed", (("Otter mat", 2, 5900),), 0, 3, JONAS),
    Seed("60155", "c-1003", "delayed", (("Heron sleeping bag", 1, 18900),), -7, 1, LUCIA,
         "Nortepost", "NP6015500223"),
    Seed("60190", "c-1003", "packed", (("Reed stove", 1, 6900), ("Fuel bottle", 1, 1400)),
         -1, 3, LUCIA),
    Seed("70310", "c-1004", "placed", (("Pine 65 pack", 2, 22900),), 0, 4, WREN),
    Seed("70122", "c-1004", "delivered", (("Cedar poles", 1, 8900),), -52, -47, WREN,
         "Parcelline", "PL7012200158"),
)  # fmt: skip
