"""`./run check`: all that can be said about the tree without running it.

Two checks run side by side; what each said is shown when it failed. `./run check NAME` runs those
whose name contains NAME.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from build_frontend import install, node
from steps import Steps

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(sys.prefix)
PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    """A command that exits 0 when all is well."""

    name: str
    command: list[str]
    needs_node: bool = False


CHECKS = (
    Check("types (mypy)", [PYTHON, "-m", "mypy"]),
    Check("types (tsc)", ["npm", "run", "typecheck"], needs_node=True),
    Check("style (ruff)", [PYTHON, "-m", "ruff", "check"]),
    Check("format (ruff)", [PYTHON, "-m", "ruff", "format", "--check"]),
    Check("imports point inward", [str(VENV / "bin" / "lint-imports"), "--no-cache"]),
    Check("generated files", [PYTHON, "tools/gen.py", "--check"]),
    Check("the tree", [PYTHON, "tools/check_tree.py"]),
    Check("style (oxlint)", ["npm", "run", "lint"], needs_node=True),
    Check("styles and icons", ["npm", "run", "check"], needs_node=True),
)


def main(names: list[str]) -> int:
    """Run the checks whose name holds one of `names` (all, without any)."""
    chosen = [one for one in CHECKS if not names or any(name in one.name for name in names)]
    env, npm = node(VENV)
    if any(one.needs_node for one in chosen):
        with Steps("Getting the front end ready", ROOT / ".cache" / "check.log") as steps:
            install(steps, npm, env)
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(lambda one: run(one, npm, env), chosen))
    print(f"{sum(passed)} checks passed, {passed.count(False)} failed")
    return 0 if all(passed) else 1


def run(check: Check, npm: list[str], env: dict[str, str]) -> bool:
    began = time.monotonic()
    command = [*npm, *check.command[1:]] if check.needs_node else check.command
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = f"\n{done.stdout}" if done.returncode else ""
    mark = "✗" if done.returncode else "✓"
    print(f"{mark} {check.name:<24}{time.monotonic() - began:>6.1f} s{said}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
