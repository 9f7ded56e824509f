"""Many kills in a row: `python benchmarks/kill.py --kills 50 --seed 1`."""

import argparse
import asyncio
import json
import sys

from segue.benching import kill, tell

words = argparse.ArgumentParser(description=__doc__)
words.add_argument("--kills", type=int, default=50)
words.add_argument("--seed", type=int, default=1)
given = words.parse_args()
found = asyncio.run(kill.measure(1, tell, kills=given.kills, seed=given.seed))
sys.stdout.write(json.dumps(found, indent=1) + "\n")
