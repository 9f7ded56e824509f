"""`./run lock`: compile the requirements into locked files, with a hash for every download.

Each later file is held to the versions of the earlier one, so that what is tested is what runs.
The files name versions and hashes and never an address: where packages come from is the business
of whoever installs them. Without `--upgrade`, what is locked stays unless it has to move;
`--upgrade-package NAME` moves one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build_frontend import FRONTEND, node

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.prefix) / "bin" / "uv"
ORDER = ("tools", "build", "base", "dev")

COMPILE = [
    str(UV),
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
]


def main(options: list[str]) -> None:
    os.chdir(ROOT)
    done: list[str] = []
    for name in ORDER:
        print(f"requirements/{name}.txt")
        held = [f"--constraints=requirements/{other}.txt" for other in done]
        files = [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        subprocess.run([*COMPILE, *files, *held, *options], check=True)
        done.append(name)
    lock_frontend()


def lock_frontend() -> None:
    """Lock in an empty folder: beside a node_modules npm forgets other platforms' binaries."""
    print("frontend/package-lock.json")
    with tempfile.TemporaryDirectory() as empty:
        for source in (*FRONTEND.glob("package*.json"), *FRONTEND.glob("*/package.json")):
            copy = Path(empty) / source.relative_to(FRONTEND)
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(source, copy)
        shutil.copy(FRONTEND / ".npmrc", empty)
        env, npm = node(ROOT / ".venv", Path(empty))
        subprocess.run(
            [*npm, "install", "--package-lock-only"], check=True, env={**os.environ, **env}
        )
        shutil.copy(Path(empty) / "package-lock.json", FRONTEND)


if __name__ == "__main__":
    main(sys.argv[1:])
