"""Acknowledging with and without reading every message: `python benchmarks/understanding.py`."""

import json
import sys

from segue.benching import run_bench

sys.stdout.write(json.dumps(run_bench("understanding", 3), indent=1) + "\n")
