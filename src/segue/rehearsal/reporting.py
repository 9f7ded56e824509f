"""A rehearsal as text, JSON or one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import msgspec

from segue.rehearsal.playing import Played, Step

YES, NO = "✓", "✗"


def step_line(step: Step) -> str:
    """One step for a terminal; a failed one says why below itself."""
    took = f"  {step.took_ms:,.0f} ms" if step.took_ms else ""
    if step.ok:
        return f"  {YES} {step.says}{took}"
    why = "\n".join(f"      {line}" for line in step.why.splitlines())
    return f"  {NO} {step.says}{took}\n{why}"


def summary(played: Sequence[Played]) -> str:
    """The last line."""
    bad = [one.name for one in played if not one.ok]
    steps = sum(len(one.steps) + len(one.laws) for one in played)
    verdict = f"not passed: {', '.join(bad)}" if bad else "all passed"
    took = sum(one.took_s for one in played)
    plays = "1 scenario" if len(played) == 1 else f"{len(played)} scenarios"
    return f"{plays}, {steps} checks, {took:.1f} s: {verdict}"


def as_builtins(played: Sequence[Played]) -> dict[str, Any]:
    """For JSON: the same as the page shows, with `ok` everywhere."""

    def steps(given: Iterable[Step]) -> list[dict[str, Any]]:
        return [{**msgspec.to_builtins(one), "ok": one.ok} for one in given]

    return {
        "ok": all(one.ok for one in played),
        "scenarios": [
            {
                **msgspec.to_builtins(one),
                "ok": one.ok,
                "steps": steps(one.steps),
                "laws": steps(one.laws),
            }
            for one in played
        ],
    }


def html_page(played: Sequence[Played]) -> str:
    """Steps beside what each side saw."""
    parts = "".join(_section(one) for one in played)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Rehearsal</title>'
        f"<style>{STYLE}</style><h1>Rehearsal</h1><p>{escape(summary(played))}</p>{parts}</html>\n"
    )


def _section(one: Played) -> str:
    mark = YES if one.ok else NO
    state = "ok" if one.ok else "bad"
    threads = "".join(_thread(thread.side, thread.lines) for thread in one.threads)
    return (
        f'<section class="{state}"><h2>{mark} {escape(one.title)} '
        f"<small>{escape(one.name)} · {one.took_s:.1f} s</small></h2>"
        f"<ol>{_steps(one.steps)}</ol><h3>In every scenario</h3><ul>{_steps(one.laws)}</ul>"
        f"<details><summary>What each side saw</summary>"
        f'<div class="threads">{threads}</div></details></section>'
    )


def _steps(steps: Iterable[Step]) -> str:
    return "".join(
        f'<li class="{"ok" if one.ok else "bad"}">{escape(one.says)}'
        + (f" <small>{one.took_ms:,.0f} ms</small>" if one.took_ms else "")
        + (f"<pre>{escape(one.why)}</pre>" if one.why else "")
        + "</li>"
        for one in steps
    )


def _thread(side: str, lines: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<p><b>{escape(who)}</b> <bdi dir="auto">{escape(words)}</bdi></p>' for who, words in lines
    )
    return f"<div><h4>{escape(side)}</h4>{rows}</div>"


STYLE = """
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:64rem;margin:2rem auto;padding:0 1rem}
section{border:1px solid #8886;border-inline-start:4px solid #2f7d56;border-radius:8px;
padding:.2rem 1.2rem 1rem;margin:1rem 0}section.bad{border-inline-start-color:#c23b2e}
h2{font-size:1.1rem}h3,h4{font-size:.95rem;margin-bottom:.2rem}small{color:#777;font-weight:400}
li.ok::marker{color:#2f7d56}li.bad::marker{color:#c23b2e}li.bad{font-weight:600}
ul{list-style:"✓ "}li.bad{list-style:"✗ "}pre{white-space:pre-wrap;font-weight:400}
.threads{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}
.threads p{margin:.3rem 0}.threads b{color:#777;font-weight:600}
"""
