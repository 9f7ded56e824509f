"""Customers of the demo shop: made up, and known to its services by id."""

from __future__ import annotations

from typing import Final, NamedTuple


class Customer(NamedTuple):
    """Somebody who has bought here. `id` is the shop's own number for them."""

    id: str
    name: str
    email: str
    tier: str = ""


CUSTOMERS: Final = (
    Customer("c-1001", "Noa Berg", "noa@shopper.example"),
    Customer("c-1002", "Jonas Weiss", "jonas@shopper.example"),
    Customer("c-1003", "Lucía Prado", "lucia@shopper.example"),
    Customer("c-1004", "Wren Adeyemi", "wren@shopper.example", "vip"),
)
