"""Durable relay beside the floor, with longer rounds than `./run bench relay`.

python benchmarks/relay.py --rounds 5 --seconds 5
"""

import argparse
import asyncio
import json
import sys

from segue.benching import relay, tell

words = argparse.ArgumentParser(description=__doc__)
words.add_argument("--rounds", type=int, default=5)
words.add_argument("--seconds", type=float, default=5.0, help="measured, after one to get warm")
given = words.parse_args()
found = asyncio.run(relay.measure(given.rounds, tell, measure_s=given.seconds))
sys.stdout.write(json.dumps(found, indent=1) + "\n")
