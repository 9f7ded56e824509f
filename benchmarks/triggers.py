"""Fifty rules at one moment, ten thousand made ready: `python benchmarks/triggers.py`."""

import json
import sys

from segue.benching import run_bench

sys.stdout.write(json.dumps(run_bench("triggers", 5), indent=1) + "\n")
