"""`./run gen`: write every generated file anew; `--check`: say which is stale.

Each `tools/gen_*.py` makes some files out of what they describe: without arguments it writes
them; with `--check` it writes nothing and ends with 1 if a file is not what it would write.
"""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent


def main(options: list[str]) -> int:
    worst = 0
    for script in sorted(TOOLS.glob("gen_*.py")):
        done = subprocess.run([sys.executable, script, *options], cwd=TOOLS.parent, check=False)
        worst = max(worst, abs(done.returncode))
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
