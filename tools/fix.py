"""`./run fix`: put right what can be put right by a machine, then say what is left."""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
RUFF = [sys.executable, "-m", "ruff"]


def main() -> int:
    """Exit 0 if nothing is left to do by hand, as far as the linter knows."""
    left = [
        subprocess.run(command, cwd=TOOLS.parent, check=False).returncode
        for command in (
            [*RUFF, "check", "--fix"],
            [*RUFF, "format"],
            [sys.executable, str(TOOLS / "gen.py")],
        )
    ]
    return max(left)


if __name__ == "__main__":
    raise SystemExit(main())
