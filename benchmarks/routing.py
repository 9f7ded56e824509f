"""Who is next, ten thousand waiting: `python benchmarks/routing.py`."""

import json
import sys

from segue.benching import run_bench

sys.stdout.write(json.dumps(run_bench("routing", 3), indent=1) + "\n")
