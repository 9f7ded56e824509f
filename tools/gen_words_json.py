"""Make `words.json` of `states.yaml`, so that Python reads the customer's words in a millisecond.

python tools/gen_words_json.py           write it
python tools/gen_words_json.py --check   fail when it is stale
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml

WORDS = Path(__file__).resolve().parent.parent / "src" / "segue" / "domain" / "words"


def main() -> int:
    table = yaml.safe_load((WORDS / "states.yaml").read_text(encoding="utf-8"))
    made = json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    target = WORDS / "words.json"
    if "--check" in sys.argv:
        if not target.exists() or target.read_text(encoding="utf-8") != made:
            print(f"{target.name} is stale: run `./run gen`.", file=sys.stderr)
            return 1
        return 0
    target.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
