"""Set up, run and check the project.  Standard library only; Linux, Windows and macOS.

``python3 dev.py run [ARGUMENTS]``  set up, then open the program (without arguments on the demonstration hospital)
``python3 dev.py test [ARGUMENTS]`` set up, then run every check; arguments go to pytest
``python3 dev.py bench [ARGUMENTS]`` set up, then run the benchmarks
``python3 dev.py lock [ARGUMENTS]`` work out requirements.lock again; needs uv, arguments go to it
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
BUILD = ROOT / "build"

APT_PACKAGES = {
    # Needed to draw at all, on a screen or to a file.
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    # Needed for a window under X11.
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    # Needed for a window under Wayland.
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""The Debian and Ubuntu package of each shared library that Qt expects from the system."""


class Stop(Exception):
    """Ends the command with one line for the reader and exit status 2."""


# --- the environment -----------------------------------------------------------------------------------------------


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Raise Stop if this Python is too old."""
    if version < OLDEST_PYTHON:
        found, needed = (".".join(map(str, numbers)) for numbers in (version, OLDEST_PYTHON))
        raise Stop(f"Dayhospital needs Python {needed} or later; {sys.executable} is {found}.")


def environment_python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def stamp_of(lock: Path) -> str:
    """Return what the environment must have been made from: this Python and this lock."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{sys.version_info.major}.{sys.version_info.minor} {digest}\n"


def is_usable(python: Path) -> bool:
    """Tell whether an environment's Python runs, has pip and is of the version that runs this."""
    code = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        return subprocess.run([str(python), "-c", code], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def set_up(folder: Path = ENVIRONMENT, lock: Path = LOCK) -> Path:
    """Make the environment if it is missing or made from another lock; return its Python."""
    python, stamp, wanted = environment_python(folder), folder / "dayhospital.stamp", stamp_of(lock)
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    say(f"Installing the packages of {lock.name} into {folder}")
    if not is_usable(python):
        if importlib.util.find_spec("ensurepip") is None:
            raise Stop(
                "This Python cannot make an environment. On Debian and Ubuntu: sudo apt-get install python3-venv"
            )
        call([sys.executable, "-m", "venv", "--clear", str(folder)])
    install = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    call([str(python), "-m", "pip", *install, "--requirement", str(lock)])
    stamp.write_text(wanted, encoding="utf-8")
    return python


# --- the system libraries of Qt ------------------------------------------------------------------------------------


def has_screen() -> bool:
    """Tell whether a window can be opened; only on Linux is that in question."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def missing_libraries(python: Path, platform: str) -> set[str]:
    """Return the names of shared libraries that Qt's platform plug-in wants and the system has not."""
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return set()
    where = "import importlib.util; print(importlib.util.find_spec('PySide6').submodule_search_locations[0])"
    folder = Path(subprocess.run([str(python), "-c", where], check=True, capture_output=True, text=True).stdout.strip())
    files = [folder / f"Qt/plugins/platforms/libq{platform}.so", *folder.glob("QtWidgets*.so")]
    listing = subprocess.run(
        ["ldd", *(str(file) for file in files if file.exists())], check=False, capture_output=True, text=True
    )
    return set(re.findall(r"^\s*(\S+) => not found", listing.stdout, re.MULTILINE))


def apt_line(libraries: set[str]) -> str:
    """Return the one line that installs these libraries on Debian and Ubuntu."""
    packages = {APT_PACKAGES.get(library, library) for library in libraries}
    if "libglib2.0-0" in packages and apt_knows("libglib2.0-0t64"):
        packages = packages - {"libglib2.0-0"} | {"libglib2.0-0t64"}
    return "sudo apt-get install " + " ".join(sorted(packages))


def apt_knows(package: str) -> bool:
    """Tell whether this release has the package: Debian 13 and Ubuntu 24.04 renamed some."""
    if shutil.which("apt-cache") is None:
        return False
    return subprocess.run(["apt-cache", "show", package], check=False, capture_output=True).returncode == 0


def check_libraries(python: Path, platform: str) -> None:
    """Raise Stop, with the apt line, if Qt cannot load its platform plug-in."""
    libraries = missing_libraries(python, platform)
    if libraries:
        raise Stop(f"Qt needs system libraries that are not here. Run:\n{apt_line(libraries)}")


# --- the commands --------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> None:
    """Open the program; without a screen, do the demonstration's job without one."""
    python = set_up()
    if has_screen():
        check_libraries(python, "xcb" if os.environ.get("DISPLAY") else "wayland")
        call([str(python), "main.py", *(arguments or ["--demo"])])
        return
    check_libraries(python, "offscreen")
    if arguments:
        call([str(python), "main.py", *arguments], offscreen=True)
        return
    BUILD.mkdir(exist_ok=True)
    board, sheet = BUILD / "board.png", BUILD / "day-sheet.pdf"
    say("No screen: drawing today's board and printing the day sheet instead")
    call([str(python), "main.py", "--demo", "--screenshot", str(board)], offscreen=True)
    call([str(python), "main.py", "print-day", "today", "--demo", "--out", str(sheet)], offscreen=True)
    say(f"The board of today: {board}\nThe day sheet of today: {sheet}")


def test(arguments: list[str]) -> None:
    """Run every check, stopping at the first that fails."""
    python = set_up()
    check_libraries(python, "offscreen")
    module = [str(python), "-m"]
    steps = {
        "ruff check": [*module, "ruff", "check", "."],
        "ruff format": [*module, "ruff", "format", "--check", "."],
        "import contracts": [str(python.with_name("lint-imports")), "--no-logo"],
        "mypy --strict": [*module, "mypy"],
        # One worker for each core; a file's tests stay together, for they share what is dear to build.
        "pytest": [*module, "pytest", "--numprocesses=auto", "--dist=loadfile", *arguments],
    }
    names = list(steps)
    for name, command in steps.items():
        say(f"--- {name}")
        started = time.monotonic()
        try:
            call(command, offscreen=True)
        except subprocess.CalledProcessError:
            not_run = ", ".join(names[names.index(name) + 1 :])
            say(f"--- {name} failed" + (f"; not run: {not_run}" if not_run else ""))
            raise
        say(f"--- {name} passed in {time.monotonic() - started:.1f} s")


def bench(arguments: list[str]) -> None:
    """Run the benchmarks and print their ratios."""
    python = set_up()
    check_libraries(python, "offscreen")
    call([str(python), str(ROOT / "benchmarks" / "run.py"), *arguments], offscreen=True)


def lock(arguments: list[str]) -> None:
    """Work out requirements.lock again from pyproject.toml."""
    beside = environment_python(ENVIRONMENT).with_name("uv")
    uv = shutil.which("uv") or (str(beside) if beside.exists() else None)
    if uv is None:
        raise Stop("Working out the lock needs uv: pip install uv")
    quiet = ["--quiet", "--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    scope = ["--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON)), "--extra", "dev"]
    call([uv, "pip", "compile", *quiet, *scope, "--generate-hashes", *arguments, "pyproject.toml", "-o", str(LOCK)])
    if "://" in LOCK.read_text(encoding="utf-8"):
        raise Stop(f"{LOCK.name} holds an address; it must name packages and hashes only.")


# --- helpers -------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def call(command: list[str], *, offscreen: bool = False) -> None:
    """Run a command in the checkout.

    Raises:
        subprocess.CalledProcessError: If it ends with another status than 0.
    """
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


COMMANDS = {"run": run, "test": test, "bench": bench, "lock": lock}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on as they are")
    options = parser.parse_args(arguments)
    try:
        check_python()
        COMMANDS[options.command](options.arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        return int(error.returncode) or 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
