"""`./run npm ...`: npm in `frontend/`, with the Node.js that the tests use."""

import os
import sys
from pathlib import Path

from build_frontend import FRONTEND, node

env, npm = node(Path(sys.prefix))
os.chdir(FRONTEND)
os.execve(npm[0], [*npm, *sys.argv[1:]], {**os.environ, **env})  # noqa: S606 - our own Node.js
