"""A pytest plugin that tries mutants: each in a fork of the process that has collected the tests once.

First every test runs once on the code as it is, and for each function it is noted which tests enter it while they run.
Then each mutant is tried by the tests of its function until one fails. A fork that tries a mutant of the code that
reads the YAML files begins with nothing read: what the process keeps of them would hide the change.

``MUTANTS`` names a file with the names of the mutants, a JSON list; ``MUTANT_ENDS`` the file for the end of each.
"""

import gc
import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

Covering = dict[str, list[pytest.Item]]
"""The tests that enter a function, by its name."""
CHILDREN = int(os.environ.get("MUTANT_CHILDREN", "2"))
SPARE_SECONDS = 20
"""A mutant runs out of time after ten times what its tests take, and this."""


def pytest_collection() -> None:
    """Let hypothesis look for a failing example and not for the smallest one."""
    from hypothesis import Phase, settings  # pytest wants to be the first to import its plugins

    found_soon = [Phase.explicit, Phase.generate]
    settings.register_profile("mutants", settings.get_profile("ci"), phases=found_soon)
    settings.load_profile("mutants")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the tests, then the mutants; say so and stop when a test fails without any mutant."""
    if session.testsfailed:
        raise session.Interrupted("the tests cannot be collected")
    covering, seconds = _covered(session)
    if session.testsfailed:
        raise session.Interrupted("a test fails without any mutant")
    _check_forks(session, seconds)
    names = json.loads(Path(os.environ["MUTANTS"]).read_text(encoding="utf-8"))
    _try_all(session, names, covering, seconds)
    _check_forks(session, seconds)
    return True


def _check_forks(session: pytest.Session, seconds: dict[str, float]) -> None:
    """See that no test fails only because it runs in a fork; every mutant would count as killed."""
    _, status = os.waitpid(_fork(session, "", session.items, seconds), 0)
    if _end_of(status) != "survived":
        raise session.Interrupted("a test fails in a fork without any mutant")


def _covered(session: pytest.Session) -> tuple[Covering, dict[str, float]]:
    """Return which tests enter each function, and how many seconds each test takes."""
    covering: Covering = defaultdict(list)
    seconds = {}
    set_mutant_under_test("stats")
    for item, following in _with_next(session.items):
        state()._stats.clear()  # what was entered between the tests, at import for one, is nobody's
        _forget_at_a_new_file(item)
        begun = time.perf_counter()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        seconds[item.nodeid] = time.perf_counter() - begun
        for function in state()._stats:
            covering[function].append(item)
    set_mutant_under_test("")
    return covering, seconds


def _try_all(session: pytest.Session, names: list[str], covering: Covering, seconds: dict[str, float]) -> None:
    ends: dict[str, str] = {}
    running: dict[int, str] = {}
    for number, name in enumerate(names, start=1):
        tests = covering.get(name.rpartition("__mutmut_")[0], [])
        if not tests:
            ends[name] = "no tests"
            continue
        if len(running) == CHILDREN:
            _collect_one(running, ends)
        if number % 200 == 0:
            _keep(ends)
            print(
                f"{number} of {len(names)} mutants, {sum(end == 'survived' for end in ends.values())} alive", flush=True
            )
        running[_fork(session, name, _quickest_first(tests, seconds), seconds)] = name
    while running:
        _collect_one(running, ends)
    _keep(ends)


def _keep(ends: dict[str, str]) -> None:
    Path(os.environ["MUTANT_ENDS"]).write_text(json.dumps(ends, indent=1), encoding="utf-8")


def _collect_one(running: dict[int, str], ends: dict[str, str]) -> None:
    pid, status = os.wait()
    ends[running.pop(pid)] = _end_of(status)


def _end_of(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
    return "killed" if os.WEXITSTATUS(status) else "survived"


def _with_next(tests: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Yield each test with the one after it, for which fixtures stay."""
    yield from zip(tests, [*tests[1:], None], strict=True)


def _quickest_first(tests: list[pytest.Item], seconds: dict[str, float]) -> list[pytest.Item]:
    """Return the tests file by file, the file that takes least time first."""
    by_file = defaultdict(list)
    for item in tests:
        by_file[item.path].append(item)
    total = {file: sum(seconds[item.nodeid] for item in items) for file, items in by_file.items()}
    return [item for file in sorted(by_file, key=lambda file: total[file]) for item in by_file[file]]


def _fork(session: pytest.Session, name: str, tests: list[pytest.Item], seconds: dict[str, float]) -> int:
    """Begin to try a mutant in a process of its own, and return the id of that."""
    gc.freeze()  # what was made so far is shared by the forks and stays
    pid = os.fork()
    if pid:
        return pid
    gc.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SPARE_SECONDS + int(10 * sum(seconds[item.nodeid] for item in tests)))
    try:
        set_mutant_under_test(name)
        _files.clear()
        for item, following in _with_next(tests):
            if name.partition(".x")[0] in READERS:
                _forget_at_a_new_file(item)
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                os._exit(1)
    except BaseException:  # noqa: BLE001 - whatever it is, the mutant was noticed
        os._exit(1)
    os._exit(0)


READERS = frozenset(
    f"dayhospital.clinical.{name}"
    for name in (
        "analytes",
        "dosing_schema",
        "gate_schema",
        "library",
        "library_schema",
        "molecular_tests",
        "needs_schema",
        "panels",
        "reactions",
        "yaml_fields",
    )
)
"""What reads the YAML files of the library."""
_files: set[Path] = set()
"""The files whose tests have begun."""


def _forget_at_a_new_file(item: pytest.Item) -> None:
    """Let the first test of each file read the library anew."""
    if item.path in _files:
        return
    _files.add(item.path)
    for name, module in list(sys.modules.items()):
        if name.startswith(("dayhospital.", "tests.")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
