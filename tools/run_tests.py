"""`./run test`: the fast part first, then what starts browsers and servers, then the front end's.

    ./run test                     all but the long ones
    ./run test --long              all
    ./run test --coverage          all but the long ones, and which lines they ran
    ./run test tests/web -k late   what pytest makes of these arguments, in one go

Ends with one line of totals. A part that found no test is no failure; a failing part stops
nothing, so that one run tells everything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from build_frontend import node
from steps import Steps

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))
from servers.finding_chromium import installed, unpacked  # noqa: E402

REPORTS = ROOT / ".cache" / "reports"
NO_TESTS = 5
"""pytest's exit code for having found no test."""

FAST = ["-m", "not slow and not long", "-n", "2", "--dist", "worksteal"]
SLOW = ["-m", "slow and not long", "--durations", "10"]
LONG = ["-m", "long", "--timeout", "3600", "--durations", "10"]


@dataclass
class Totals:
    """What came of it so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    bad_parts: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run what was asked for; returns the exit code of the whole."""
    own = {"--long", "--coverage"}
    options = own.intersection(arguments)
    for_pytest = [one for one in arguments if one not in own]
    prefix = coverage_prefix() if "--coverage" in options else [sys.executable, "-m"]
    REPORTS.mkdir(parents=True, exist_ok=True)
    totals = Totals()
    if for_pytest:
        chosen = [] if {"-m", "--long"} & set(arguments) else ["-m", "not long"]
        python_part(totals, "chosen", prefix, [*chosen, *for_pytest])
    else:
        python_part(totals, "fast", prefix, FAST)
        get_browser()
        python_part(totals, "slow", prefix, SLOW)
        if "--long" in options:
            os.environ["SEGUE_TEST_LONG"] = "1"  # tests/conftest.py: more examples
            python_part(totals, "long", prefix, LONG)
        front_end_part(totals)
    if "--coverage" in options:
        report_coverage()
    if totals.bad_parts:
        print(f"\nNot passed: {', '.join(totals.bad_parts)}")
    print(f"\nTotal: {totals.passed} passed, {totals.failed} failed, {totals.skipped} skipped")
    return 1 if totals.bad_parts else 0


def python_part(totals: Totals, name: str, prefix: list[str], options: list[str]) -> None:
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [*prefix, "pytest", f"--junitxml={report}", *options]
    failed_before = totals.failed
    code = part(f"{name} tests", command, dict(os.environ))
    if report.exists():
        count_junit(totals, report)
    if code not in {0, NO_TESTS}:
        totals.bad_parts.append(name)
        totals.failed = max(totals.failed, failed_before + 1)  # even if it came to no test


def count_junit(totals: Totals, report: Path) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own report
        count = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors")}
        skipped = int(suite.get("skipped", "0"))
        bad = count["failures"] + count["errors"]
        totals.failed += bad
        totals.skipped += skipped
        totals.passed += max(0, count["tests"] - bad - skipped)


def front_end_part(totals: Totals) -> None:
    env, npm = node(Path(sys.prefix))
    report = REPORTS / "front-end.json"
    report.unlink(missing_ok=True)
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    code = part("front-end tests", [*npm, "test", "--", *reporters], {**os.environ, **env})
    if code:
        totals.bad_parts.append("front end")
    if report.exists():
        counts = json.loads(report.read_text())
        totals.passed += counts["numPassedTests"]
        totals.failed += max(counts["numFailedTests"], counts["numFailedTestSuites"] and 1)
        totals.skipped += counts["numPendingTests"] + counts["numTodoTests"]
    elif code:
        totals.failed += 1


def part(title: str, command: list[str], env: dict[str, str]) -> int:
    print(f"\n── {title} ──", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    print(f"── {title}: {time.monotonic() - began:.1f} s", flush=True)
    return done.returncode


def get_browser() -> None:
    """Unpack a Chromium before the clock of the first test that needs it runs."""
    if not installed() and not unpacked().exists():
        with Steps("Getting a browser for the tests", ROOT / ".cache" / "browser.log") as steps:
            steps.run("Chromium", [sys.executable, ROOT / "tests/servers/finding_chromium.py"])


def coverage_prefix() -> list[str]:
    """Coverage follows into the processes that tests start (see pyproject.toml)."""
    subprocess.run([sys.executable, "-m", "coverage", "erase"], cwd=ROOT, check=False)
    return [sys.executable, "-m", "coverage", "run", "--parallel-mode", "-m"]


def report_coverage() -> None:
    for step in (["combine", "--quiet"], ["report", "--skip-covered"], ["html", "--quiet"]):
        subprocess.run([sys.executable, "-m", "coverage", *step], cwd=ROOT, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
