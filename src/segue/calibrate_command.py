"""`segue calibrate`: scores that mean what they say, from one's own verdicts and outcomes."""

from __future__ import annotations

from typing import Any

import msgspec
import typer

from segue.app.calibrating import (
    FEWEST,
    FEWEST_HANDOVERS,
    SIGNALS,
    Fit,
    HazardFit,
    Label,
    fit,
    fit_hazard,
    labels_of,
)
from segue.app.calibrating.hazard import Rows, rows_of
from segue.app.policybook import PolicyBook
from segue.app.ports import Example, Store
from segue.app.replaying import journals
from segue.build import wall_clock
from segue.domain.ids import ConversationId
from segue.policy_access import Place, bar, looking, published, span
from segue.settings import BadSettings

AT_ONCE = 200


async def look(
    book: PolicyBook, store: Store, since: str, *, hazard: bool
) -> tuple[list[Label], list[Rows]]:
    """The labels of all signals, and the turns of the hazard when it is asked for."""
    names = await store.active_since(wall_clock() - span(since))
    of_each: dict[ConversationId, list[Example]] = {}
    for example in await store.examples():
        of_each.setdefault(example.conversation, []).append(example)
    labels: list[Label] = []
    rows: list[Rows] = []
    tell = bar()
    for start in range(0, len(names), AT_ONCE):
        for name, journal in await journals(store, names[start : start + AT_ONCE]):
            labels += labels_of(journal, of_each.get(name, ()))
            if hazard:
                rows.append(rows_of(name, journal, book.at))
        if tell is not None:
            tell(min(len(names), start + AT_ONCE), len(names))
    return labels, rows


def run(
    *,
    since: str,
    only: list[str],
    apply: bool,
    undo: bool,
    hazard: bool,
    place: Place,
    as_json: bool,
) -> None:
    """Show before and after; change something only when told to."""
    data = place.data
    if undo and apply:
        raise BadSettings("Either --apply or --undo.")
    if undo:
        _undo(place)
        return
    unknown = [one for one in only if one not in SIGNALS]
    if unknown:
        raise BadSettings(f"{unknown[0]!r} cannot be calibrated. There are: {', '.join(SIGNALS)}.")

    async def work(book: PolicyBook, store: Store) -> tuple[list[Fit], HazardFit | None]:
        labels, rows = await look(book, store, since, hazard=hazard)
        live = {one.signal: one for one in book.live.calibration}
        fits = [fit(signal, labels, live.get(signal)) for signal in only or SIGNALS]
        own = dict(book.live.hazard) or None
        return fits, fit_hazard(rows, live=own) if hazard else None

    fits, of_hazard = looking(data, work)
    if as_json:
        told = {"signals": [msgspec.to_builtins(one) for one in fits],
                "hazard": msgspec.to_builtins(of_hazard) if of_hazard else None}  # fmt: skip
        typer.echo(msgspec.json.encode(told).decode())
    else:
        for one in fits:
            typer.echo(told_of(one))
        if of_hazard is not None:
            typer.echo(told_of_hazard(of_hazard))
    if apply:
        typer.echo(_apply(fits, of_hazard, place), err=as_json)
    elif not as_json:
        typer.echo(
            f"\nNothing was changed. To use what helps: segue calibrate --apply{place.again}"
        )


def told_of(one: Fit) -> str:
    """One signal on two lines."""
    if not one.enough:
        turns = "labelled turn" if one.labels == 1 else "labelled turns"
        return (f"{one.signal}: {one.labels} {turns} ({one.of_them_true} true). At least {FEWEST},"
                " of both kinds, are needed: give verdicts, let customers rate, or look further"
                " back with --since.")  # fmt: skip
    verdict = "helps" if one.helps else "no better than chance: left as it is"
    return (
        f"{one.signal}: {one.labels} labelled turns, shift {one.shift:+.2f}, slope {one.slope:.2f}"
        f" · {verdict}\n"
        f"  log loss {one.log_loss_before:.3f} → {one.log_loss_after:.3f}"
        f" · calibration error {one.ece_before:.3f} → {one.ece_after:.3f}"
        f" (a perfect forecaster would show {one.ece_floor:.3f} here)\n"
        f"  so {_means(one)}"
    )


def _means(one: Fit) -> str:
    made = one.calibration()
    return ", ".join(f"{p:.0%} means {made.applied(p):.0%}" for p in (0.2, 0.5, 0.8))


def told_of_hazard(one: HazardFit) -> str:
    """The weights, and whether they are better."""
    if one.handovers < FEWEST_HANDOVERS:
        handovers = "handover" if one.handovers == 1 else "handovers"
        return (f"hazard: {one.handovers} {handovers}; at least {FEWEST_HANDOVERS} are needed for"
                " weights of your own.")  # fmt: skip
    weights = ", ".join(f"{name} {value:g}" for name, value in one.weights.items())
    verdict = "helps" if one.helps else "no better than chance: left as it is"
    return (
        f"hazard: {one.turns} turns, {one.handovers} handovers · {verdict}\n  {weights}\n"
        f"  log loss {one.log_loss_before:.3f} → {one.log_loss_after:.3f}"
    )


def _apply(fits: list[Fit], hazard: HazardFit | None, place: Place) -> str:
    helping = [one for one in fits if one.helps]
    weights = hazard.weights if hazard is not None and hazard.helps else None
    if not helping and weights is None:
        return "\nNothing would be better than it is. Nothing was changed."
    turns = sum(one.labels for one in helping)
    note = f"{OF_SCORES} {turns} labelled turns" if helping else OF_HAZARD

    async def work(book: PolicyBook, _: Store) -> tuple[dict[str, Any], int]:
        form = book.version(book.live.version).form
        own = dict(form.get("calibration", {}))
        for one in helping:
            made = one.calibration()
            own[one.signal] = {"shift": made.shift, "slope": made.slope, "turns": made.turns}
        form = {**form, **({"calibration": own} if own else {})}
        if weights is not None:
            form["hazard"] = weights
        return form, book.live.version

    form, before = looking(place.data, work)
    version = published(form, note, place, by=BY, based_on=before)
    return f"\nVersion {version} is live. To take it back: segue calibrate --undo{place.again}"


BY, OF_SCORES, OF_HAZARD = "segue calibrate", "calibration from", "hazard from own handovers"


def _undo(place: Place) -> None:
    """The numbers as they were before the newest calibration; all else stays as it is now."""

    async def work(book: PolicyBook, _: Store) -> tuple[dict[str, Any], int, int]:
        for one in book.versions:
            made = one.published
            if made is None or not (made.by == BY or made.note.startswith((OF_SCORES, OF_HAZARD))):
                continue
            before = made.version - 1
            old = book.version(before).form
            form = book.version(book.live.version).form
            back = {key: value for key, value in form.items() if key not in NUMBERS}
            back |= {key: old[key] for key in NUMBERS if key in old}
            return back, before, book.live.version
        raise BadSettings("No calibration was ever published: there is nothing to undo.")

    form, before, live = looking(place.data, work)
    note = f"numbers as in version {before}"
    version = published(form, note, place, by="command line", based_on=live)
    typer.echo(f"Version {version} is live, with the calibration of version {before}.")


NUMBERS = ("calibration", "hazard")
