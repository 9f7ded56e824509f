"""The shop's books: orders, returns and appointments of each customer, in one SQLite file.

Everything is asked for by a customer, and only theirs is found: somebody else's order does not
exist. What changes is kept together with the answer under its idempotency key, in one transaction,
so that the same request made twice is done once and answered twice.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from segue.demo.people import CUSTOMERS
from segue.demo.shop import slots
from segue.demo.shop.seeds import ORDERS

Answer = dict[str, Any]
CURRENCY = "EUR"
APPROVAL_ABOVE = 20000  # cents: a cancellation of more needs somebody's agreement
UNDO_MINUTES = 30
RETURN_DAYS = 30
_SCHEMA = """
create table if not exists kept (name text primary key, value text not null);
create table if not exists orders (
  number text primary key, customer text not null, status text not null, items text not null,
  total integer not null, placed text not null, due text not null, street text not null,
  postcode text not null, city text not null, country text not null, carrier text not null,
  tracking text not null, cancelled_at text);
create table if not exists returns (
  id text primary key, customer text not null, number text not null, reason text not null,
  status text not null, made text not null);
create table if not exists bookings (
  id text primary key, customer text not null, slot text not null unique, kind text not null,
  store text not null, day text not null, time text not null);
create table if not exists done (
  key text not null, customer text not null, request text not null, status integer not null,
  answer text not null, primary key (key, customer));
"""


class No(Exception):
    """What cannot be done: an HTTP status, a stable code and a sentence."""

    def __init__(self, status: int, code: str, said: str) -> None:
        super().__init__(said)
        self.status, self.code, self.said = status, code, said


def not_found() -> No:
    return No(404, "not_found", "There is no such thing for this customer.")


class Books:
    """One file. Every method is a whole transaction; call it from a thread."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_SCHEMA)
        with self._lock:
            self._fill()

    def close(self) -> None:
        self._db.close()

    def customer(self, number: str, email: str) -> str:
        """The customer whom a header names. Raises `No`."""
        for one in CUSTOMERS:
            if number and one.id == number:
                return one.id
            if not number and email and one.email == email.lower():
                return one.id
        raise No(403, "no_customer", "Say for which customer: X-Customer, or X-Customer-Email.")

    # --- orders ---

    def orders(self, customer: str) -> Answer:
        with self._lock:
            rows = self._all("select * from orders where customer = ? order by number", customer)
        return {"orders": [self._order(row) for row in rows]}

    def order(self, customer: str, number: str) -> Answer:
        with self._lock:
            return self._order(self._row(customer, number))

    def change_address(self, customer: str, number: str, to: dict[str, str]) -> Answer:
        row = self._row(customer, number)
        if row["status"] != "placed":
            raise No(409, "too_late", "It is packed already: its address stays as it is.")
        before = _address(row)
        self._db.execute(
            "update orders set street = ?, postcode = ?, city = ?, country = ? where number = ?",
            (to["street"], to["postcode"], to["city"], to.get("country") or row["country"], number),
        )
        return {**self._order(self._row(customer, number)), "before": before}

    def cancel(self, customer: str, number: str, *, approved: bool) -> Answer:
        row = self._row(customer, number)
        if row["status"] == "cancelled":
            raise No(409, "cancelled_already", "It is cancelled already.")
        if row["status"] != "placed":
            raise No(409, "too_late", "It is packed already. It can be sent back for free.")
        if row["total"] > APPROVAL_ABOVE and not approved:
            raise No(409, "needs_approval", "Above €200 somebody has to agree.")
        now = self._clock()
        self._db.execute(
            "update orders set status = 'cancelled', cancelled_at = ? where number = ?",
            (now.isoformat(), number),
        )
        until = now + timedelta(minutes=UNDO_MINUTES)
        return {**self._order(self._row(customer, number)), "undo_until": until.isoformat()}

    def restore(self, customer: str, number: str) -> Answer:
        row = self._row(customer, number)
        if row["status"] != "cancelled":
            raise No(409, "not_cancelled", "It is not cancelled.")
        at = datetime.fromisoformat(row["cancelled_at"])
        if self._clock() - at > timedelta(minutes=UNDO_MINUTES):
            raise No(409, "too_late", "A cancellation can be taken back for 30 minutes.")
        self._db.execute(
            "update orders set status = 'placed', cancelled_at = null where number = ?", (number,)
        )
        return self._order(self._row(customer, number))

    # --- returns ---

    def start_return(self, customer: str, number: str, reason: str) -> Answer:
        row = self._row(customer, number)
        if row["status"] != "delivered":
            raise No(409, "not_delivered", "It has not been delivered yet.")
        last = date.fromisoformat(row["due"]) + timedelta(days=RETURN_DAYS)
        if self._today() > last:
            raise No(409, "too_late", "Returns are possible for 30 days after delivery.")
        if self._all("select 1 from returns where number = ? and status = 'open'", number):
            raise No(409, "returned_already", "There is a return for it already.")
        one = f"R{secrets.randbelow(10**8):08d}"
        self._db.execute(
            "insert into returns values (?, ?, ?, ?, 'open', ?)",
            (one, customer, number, reason, self._today().isoformat()),
        )
        return self._return(customer, one)

    def stop_return(self, customer: str, one: str) -> Answer:
        found = self._return(customer, one)
        if found["status"] != "open":
            raise No(409, "too_late", "This return is over.")
        self._db.execute("update returns set status = 'stopped' where id = ?", (one,))
        return self._return(customer, one)

    def _return(self, customer: str, one: str) -> Answer:
        rows = self._all("select * from returns where id = ? and customer = ?", one, customer)
        if not rows:
            raise not_found()
        sent_by = date.fromisoformat(rows[0]["made"]) + timedelta(days=7)
        return {
            "id": one,
            "order": rows[0]["number"],
            "status": rows[0]["status"],
            "hand_in_by": sent_by.isoformat(),
            "label_url": f"https://returns.fernhill.example/labels/{one}",
        }

    # --- appointments ---

    def free(self, kind: str, store: str, day: date | None) -> Answer:
        with self._lock:
            taken = {row["slot"] for row in self._all("select slot from bookings")}
        names = [
            (on, time, slots.name_of(kind, store, on, time))
            for on, time in slots.coming(kind, store, self._today(), day)
        ]
        free = [
            {"kind": kind, "store": store, "day": on.isoformat(), "time": time,
             "at": f"{on.isoformat()}T{time}:00"}
            for on, time, name in names
            if name not in taken and not slots.came_in(name)
        ]  # fmt: skip
        return {"slots": free}

    def book(self, customer: str, kind: str, store: str, day: date, time: str) -> Answer:
        if not slots.is_one(kind, store, day, time, self._today()):
            raise No(422, "no_such_slot", "There is no such appointment.")
        name = slots.name_of(kind, store, day, time)
        if slots.came_in(name) or self._all("select 1 from bookings where slot = ?", name):
            raise No(409, "taken", "Somebody has just taken it.")
        one = f"B{secrets.randbelow(10**6):06d}"
        self._db.execute(
            "insert into bookings values (?, ?, ?, ?, ?, ?, ?)",
            (one, customer, name, kind, store, day.isoformat(), time),
        )
        return self._booking(customer, one)

    def bookings(self, customer: str) -> Answer:
        with self._lock:
            rows = self._all(
                "select id from bookings where customer = ? order by day, time", customer
            )
            return {"bookings": [self._booking(customer, row["id"]) for row in rows]}

    def cancel_booking(self, customer: str, one: str) -> Answer:
        found = self._booking(customer, one)
        self._db.execute("delete from bookings where id = ?", (one,))
        return {**found, "status": "cancelled"}

    def _booking(self, customer: str, one: str) -> Answer:
        rows = self._all("select * from bookings where id = ? and customer = ?", one, customer)
        if not rows:
            raise not_found()
        row = rows[0]
        at = f"{row['day']}T{row['time']}:00"
        kept = {name: row[name] for name in ("kind", "store", "day", "time")}
        return {"id": one, "status": "booked", "at": at, **kept}

    # --- once ---

    def once(
        self, customer: str, key: str, request: str, work: Callable[[], tuple[int, Answer]]
    ) -> tuple[int, Answer]:
        """Do `work` in one transaction; with the same key again, only say what it gave. What was
        refused changed nothing and is asked anew. Raises `No`."""
        with self._lock:
            self._db.execute("begin immediate")
            try:
                if key and (earlier := self._earlier(customer, key, request)):
                    self._db.execute("rollback")
                    return earlier
                status, answer = work()
                if key:
                    kept = (key, customer, request, status, json.dumps(answer))
                    self._db.execute("insert into done values (?, ?, ?, ?, ?)", kept)
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                raise
        return status, answer

    def _earlier(self, customer: str, key: str, request: str) -> tuple[int, Answer] | None:
        found = self._all("select * from done where key = ? and customer = ?", key, customer)
        if not found:
            return None
        if found[0]["request"] != request:
            raise No(422, "key_reused", "This Idempotency-Key was used for another request.")
        return found[0]["status"], json.loads(found[0]["answer"])

    # --- inside ---

    def _today(self) -> date:
        return self._clock().date()

    def _all(self, statement: str, *values: str) -> list[sqlite3.Row]:
        with closing(self._db.execute(statement, values)) as cursor:
            return cursor.fetchall()

    def _row(self, customer: str, number: str) -> sqlite3.Row:
        rows = self._all("select * from orders where number = ? and customer = ?", number, customer)
        if not rows:
            raise not_found()
        return rows[0]

    def _order(self, row: sqlite3.Row) -> Answer:
        made = {
            "number": row["number"],
            "status": row["status"],
            "items": json.loads(row["items"]),
            "summary": ", ".join(
                f"{one['many']} × {one['name']}" for one in json.loads(row["items"])
            ),
            "total": row["total"] / 100,
            "currency": CURRENCY,
            "placed": row["placed"],
            "due": row["due"],
            "address": _address(row),
        }
        if row["carrier"]:
            made |= {
                "carrier": row["carrier"],
                "tracking": row["tracking"],
                "tracking_url": f"https://track.parcelline.example/{row['tracking']}",
            }
        return made

    def _fill(self) -> None:
        """Put the first orders in; on a later day move all days on, so that nothing gets old."""
        found = self._all("select value from kept where name = 'day'")
        today = self._today()
        if not found:
            for seed in ORDERS:
                items = [{"name": a, "many": b, "price": c / 100} for a, b, c in seed.items]
                days = [(today + timedelta(days=n)).isoformat() for n in (seed.placed, seed.due)]
                self._db.execute(
                    f"insert into orders values ({', '.join('?' * 13)}, null)",  # noqa: S608
                    (seed.number, seed.customer, seed.status, json.dumps(items), seed.total,
                     *days, *seed.address, seed.carrier, seed.tracking),
                )  # fmt: skip
        elif found[0]["value"] != today.isoformat():
            ahead = (today - date.fromisoformat(found[0]["value"])).days
            for table, column, key in (
                ("orders", "placed", "number"),
                ("orders", "due", "number"),
                ("returns", "made", "id"),
            ):
                for row in self._all(f"select {key}, {column} from {table}"):  # noqa: S608
                    moved = date.fromisoformat(row[column]) + timedelta(days=ahead)
                    statement = f"update {table} set {column} = ? where {key} = ?"  # noqa: S608
                    self._db.execute(statement, (moved.isoformat(), row[key]))
        self._db.execute("insert or replace into kept values ('day', ?)", (today.isoformat(),))


def _address(row: sqlite3.Row) -> dict[str, str]:
    parts = ("street", "postcode", "city", "country")
    made = {name: row[name] for name in parts}
    return {**made, "line": f"{made['street']}, {made['postcode']} {made['city']}"}
