"""Memory of idle customer sockets at the counts given: `python benchmarks/idle.py 1000 20000`."""

import asyncio
import json
import sys

from segue.benching import idle, tell

steps = [int(word) for word in sys.argv[1:]] or list(idle.STEPS)
sys.stdout.write(json.dumps(asyncio.run(idle.measure(1, tell, steps=steps)), indent=1) + "\n")
