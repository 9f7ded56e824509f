"""From a clone to a running Segue: what `./run` does once it has found a Python.

1. `.tools/`: an environment that holds only uv, which installs fast and checks every hash.
2. `.venv/`: the packages of `requirements/`, exactly the locked ones; then Segue itself, editable.
3. The front end, built with the Node.js that comes as a Python wheel: nobody has to install it.
4. Then this process becomes the command that was asked for.

Each part leaves a stamp, a digest of what it was made from, and is skipped while the stamp holds.
Only the standard library may be imported here, and little of it: this runs at every start.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
LOCKS = ROOT / "requirements"
MINILM = ROOT / "packages" / "minilm"

SCRIPTS = {
    "test": "run_tests.py",
    "check": "check.py",
    "fix": "fix.py",
    "gen": "gen.py",
    "lock": "lock.py",
    "npm": "npm.py",
    "ui": "build_frontend.py",
}
"""Commands that are about this tree; all others are Segue's own."""

NEEDS_DEV = {"test", "check", "fix", "gen", "bench"}
NEEDS_UI = {"demo", "serve", "test", "bench"}

HELP = """\
Segue: the handover from bot to person.

  ./run demo             a shop with the chat, and the agents' workspace
  ./run serve            a server, as settings say
  ./run test [...]       all tests; with arguments, what pytest makes of them;
                         --long for the rest, --coverage for the lines they ran
  ./run check            style, types, import rules, locks, generated files
  ./run fix              put right what can be put right by itself
  ./run gen              write the generated files anew
  ./run bench ...        measure
  ./run lock [--upgrade] compile requirements/*.in and the front end's lock anew
  ./run npm ...          npm in frontend/, with the Node.js that Segue brings
  ./run setup            only make everything that the others need

Anything else goes to `segue`; `./run segue` lists its commands.
SEGUE_SKIP_UI=1 leaves the front end as it is; SEGUE_PYTHON=... names a Python to use.
"""


def main(arguments: list[str]) -> None:
    command = arguments[0] if arguments else "help"
    if command in {"help", "-h", "--help"}:
        sys.stdout.write(HELP)
        return
    with_dev = command in NEEDS_DEV or command == "setup"
    with_ui = (command in NEEDS_UI or command == "setup") and not os.environ.get("SEGUE_SKIP_UI")
    prepare(with_dev=with_dev, with_ui=with_ui, only_tools=command == "lock")
    if command == "setup":
        return
    python = (TOOLS if command == "lock" else VENV) / "bin" / "python"
    os.environ["PATH"] = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    os.environ["VIRTUAL_ENV"] = str(VENV)
    os.environ.setdefault("PYTHONUTF8", "1")  # whatever the locale says: our files are UTF-8
    if command in SCRIPTS:
        become([str(python), str(ROOT / "tools" / SCRIPTS[command]), *arguments[1:]])
    own = arguments[1:] if command == "segue" else arguments
    become([str(VENV / "bin" / "segue"), *own])


def become(command: list[str]) -> None:
    """Turn this process into `command`, so that signals and exit codes are its own."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - our own programs


def prepare(*, with_dev: bool, with_ui: bool, only_tools: bool) -> None:
    """Make what is missing, one process at a time; nearly free when nothing is."""
    if all_fresh(with_dev=with_dev, with_ui=with_ui, only_tools=only_tools):
        return
    import fcntl  # noqa: PLC0415 - only when there is work

    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second ./run waits here, then finds it done
        make(with_dev=with_dev, with_ui=with_ui, only_tools=only_tools)


def all_fresh(*, with_dev: bool, with_ui: bool, only_tools: bool) -> bool:
    if not holds(TOOLS, tools_digest()):
        return False
    if only_tools:
        return True
    if not packages_fresh(with_dev=with_dev) or not holds(VENV, project_digest(), "project"):
        return False
    if not with_ui:
        return True
    from build_frontend import is_fresh  # noqa: PLC0415 - only when asked for

    return is_fresh()


def make(*, with_dev: bool, with_ui: bool, only_tools: bool) -> None:
    """Make each part whose stamp does not hold, and say so while it happens."""
    from steps import Steps  # noqa: PLC0415 - only when there is work

    with Steps("Getting Segue ready", CACHE / "run.log") as steps:
        if not holds(TOOLS, tools_digest()):
            steps.run("installer", [python_to_use(), "-m", "venv", "--clear", str(TOOLS)])
            pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q"]
            locked = ["--require-hashes", "-r", str(LOCKS / "tools.txt")]
            steps.run("installer: uv", [*pip, "--disable-pip-version-check", *locked])
            stamp(TOOLS, tools_digest())
        if only_tools:
            return
        uv = [str(TOOLS / "bin" / "uv")]
        env = index_settings()
        if not packages_fresh(with_dev=with_dev):
            mode = "dev" if with_dev else "base"
            if not holds(VENV, environment(), "python"):
                base = str(TOOLS / "bin" / "python")
                steps.run("environment", [*uv, "venv", "--clear", "--python", base, str(VENV)], env)
                stamp(VENV, environment(), "python")
            install = [*uv, "pip", "install", "--python", str(VENV), "--require-hashes"]
            files = ["dev"] if with_dev else ["base", "build"]
            names = [f"--requirements={LOCKS / name}.txt" for name in files]
            steps.run(f"Python packages ({mode})", [*install, *names], env)
            stamp(VENV, f"{mode} {packages_digest()}", "packages")
        if not holds(VENV, project_digest(), "project"):
            command = [*uv, "pip", "install", "--python", str(VENV), "--no-deps"]
            editable = [part for path in projects() for part in ("-e", str(path))]
            settings = {**env, "SEGUE_SKIP_UI": "1"}
            steps.run("Segue itself", [*command, "--no-build-isolation", *editable], settings)
            stamp(VENV, project_digest(), "project")
        if with_ui:
            from build_frontend import build  # noqa: PLC0415 - only when there is work

            build(steps, VENV)


def python_to_use() -> str:
    """The interpreter that new environments are made from: not one that lives in `.tools`."""
    return getattr(sys, "_base_executable", sys.executable)


def python_version() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def environment() -> str:
    """What `.venv` was made for: its programs name the folder that they stand in."""
    return f"{python_version()} {ROOT}"


def index_settings() -> dict[str, str]:
    """For uv: the package index that the user has told pip of, if any. uv does not read pip's."""
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return {}
    import subprocess  # noqa: PLC0415 - only when there is work

    ask = [str(TOOLS / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"]
    told = (
        os.environ.get("PIP_INDEX_URL")
        or subprocess.run(ask, check=False, capture_output=True, text=True).stdout.strip()
    )
    return {"UV_DEFAULT_INDEX": told} if told else {}


def projects() -> list[Path]:
    return [path for path in (ROOT, MINILM) if (path / "pyproject.toml").exists()]


def packages_fresh(*, with_dev: bool) -> bool:
    modes = ("dev",) if with_dev else ("dev", "base")
    return holds(VENV, environment(), "python") and any(
        holds(VENV, f"{mode} {packages_digest()}", "packages") for mode in modes
    )


def tools_digest() -> str:
    return digest([LOCKS / "tools.txt"]) + python_version()


def packages_digest() -> str:
    return digest([LOCKS / f"{name}.txt" for name in ("base", "build", "dev")])


def project_digest() -> str:
    """Of what an editable install reads: metadata, hook and version."""
    files = [path / "pyproject.toml" for path in projects()]
    return digest([*files, ROOT / "hatch_build.py", ROOT / "src/segue/__init__.py"])


def digest(paths: list[Path]) -> str:
    """SHA-256 over names and contents; a missing file counts as an empty one."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        total.update(f"{path.name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def holds(place: Path, made_from: str, part: str = "all") -> bool:
    try:
        return (place / f".stamp-{part}").read_text() == made_from
    except OSError:
        return False


def stamp(place: Path, made_from: str, part: str = "all") -> None:
    (place / f".stamp-{part}").write_text(made_from)


if __name__ == "__main__":
    main(sys.argv[1:])
