"""From the start of the process to the first accepted message: `python benchmarks/startup.py`."""

import json
import sys

from segue.benching import run_bench

sys.stdout.write(json.dumps(run_bench("startup", 7), indent=1) + "\n")
