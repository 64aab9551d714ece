"""The developer's script does what the README promises of it."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).resolve().parent


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record the commands instead of running them."""
    made: list[list[str]] = []
    monkeypatch.setattr(dev, "call", lambda command, **options: made.append(command))
    return made


def test_an_old_python_is_told_so_in_one_line():
    with pytest.raises(dev.Stop, match=r"needs Python 3\.11 or later; .* is 3\.9\.2\.$"):
        dev.check_python((3, 9, 2))


def test_this_python_will_do():
    dev.check_python()


def test_the_script_can_be_read_by_the_pythons_it_refuses():
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_script_needs_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


class TestEnvironment:
    @pytest.fixture
    def lock(self, tmp_path: Path) -> Path:
        lock = tmp_path / "requirements.lock"
        lock.write_text("one==1\n", encoding="utf-8")
        return lock

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An environment that seems to be there, and to work."""
        python = dev.environment_python(tmp_path / "environment")
        python.parent.mkdir(parents=True)
        python.touch()
        monkeypatch.setattr(dev, "is_usable", lambda python: True)
        return tmp_path / "environment"

    def test_it_is_set_up_once(self, folder: Path, lock: Path, calls: list[list[str]]):
        assert dev.set_up(folder, lock) == dev.set_up(folder, lock) == dev.environment_python(folder)
        assert len(calls) == 1 and "--require-hashes" in calls[0]

    def test_it_is_brought_up_to_date_when_the_lock_changes(self, folder: Path, lock: Path, calls: list[list[str]]):
        dev.set_up(folder, lock)
        lock.write_text("one==2\n", encoding="utf-8")
        dev.set_up(folder, lock)
        assert ["pip" in call for call in calls] == [True, True]

    def test_it_is_made_anew_when_it_does_not_run(
        self, folder: Path, lock: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(dev, "is_usable", lambda python: False)
        dev.set_up(folder, lock)
        assert calls[0][1:] == ["-m", "venv", "--clear", str(folder)]

    def test_a_set_up_that_failed_is_tried_again(self, folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch):
        def fail(command: list[str], *, offscreen: bool = False) -> None:
            raise subprocess.CalledProcessError(1, command)

        monkeypatch.setattr(dev, "call", fail)
        for _ in range(2):
            with pytest.raises(subprocess.CalledProcessError):
                dev.set_up(folder, lock)

    def test_a_python_that_is_not_there_is_not_usable(self, tmp_path: Path):
        assert not dev.is_usable(tmp_path / "python")

    def test_this_very_python_is_usable(self):
        assert dev.is_usable(Path(sys.executable))


class TestSystemLibraries:
    def test_the_line_names_each_missing_package_once(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(dev, "apt_knows", lambda package: False)
        missing = {"libxcb-icccm.so.4", "libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"}
        assert dev.apt_line(missing) == "sudo apt-get install libegl1 libglib2.0-0 libxcb-icccm4"

    def test_the_line_follows_a_release_that_renamed_a_package(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(dev, "apt_knows", lambda package: True)
        assert dev.apt_line({"libglib-2.0.so.0"}) == "sudo apt-get install libglib2.0-0t64"

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are looked up on Linux only")
    def test_what_is_missing_is_read_from_the_loader(self, monkeypatch: pytest.MonkeyPatch):
        listing = (
            "\tlibxcb-icccm.so.4 => not found\n\tlibz.so.1 => /lib/libz.so.1 (0x0)\n\tlibxcb-icccm.so.4 => not found\n"
        )
        real_run = subprocess.run

        def run(command: list[str], **options):
            return (
                subprocess.CompletedProcess(command, 1, listing)
                if command[0] == "ldd"
                else real_run(command, **options)
            )

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(shutil, "which", lambda name: name)
        assert dev.missing_libraries(Path(sys.executable), "xcb") == {"libxcb-icccm.so.4"}

    def test_here_nothing_is_missing_to_draw_without_a_screen(self):
        assert dev.missing_libraries(Path(sys.executable), "offscreen") == set()


class TestCommands:
    @pytest.fixture(autouse=True)
    def ready(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dev, "set_up", lambda: Path("python"))
        monkeypatch.setattr(dev, "check_libraries", lambda python, platform: None)

    def test_with_a_screen_the_demonstration_opens(self, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(dev, "has_screen", lambda: True)
        assert dev.main(["run"]) == 0
        assert calls == [["python", "main.py", "--demo"]]

    def test_arguments_of_run_go_to_the_program(self, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(dev, "has_screen", lambda: True)
        dev.main(["run", "--db", "ward.db"])
        assert calls == [["python", "main.py", "--db", "ward.db"]]

    def test_without_a_screen_the_board_and_the_sheet_are_written(
        self,
        calls: list[list[str]],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
    ):
        monkeypatch.setattr(dev, "has_screen", lambda: False)
        monkeypatch.setattr(dev, "BUILD", tmp_path)
        dev.main(["run"])
        written = [call[-1] for call in calls]
        assert written == [str(tmp_path / "board.png"), str(tmp_path / "day-sheet.pdf")]
        told = capsys.readouterr().out
        assert all(path in told for path in written)

    def test_a_failing_check_ends_the_run_with_its_status(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ):
        def fail_in_mypy(command: list[str], *, offscreen: bool = False) -> None:
            if command[-1] == "mypy":
                raise subprocess.CalledProcessError(3, command)

        monkeypatch.setattr(dev, "call", fail_in_mypy)
        assert dev.main(["test"]) == 3
        out = capsys.readouterr().out
        assert "ruff check passed" in out and "mypy --strict failed" in out and "--- pytest" not in out

    def test_arguments_of_test_go_to_pytest(self, calls: list[list[str]]):
        dev.main(["test", "-k", "board", "tests/ui"])
        assert calls[-1][1:] == ["-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "-k", "board", "tests/ui"]


class TestLock:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def test_it_pins_every_dependency(self):
        wanted = [*self.project["dependencies"], *self.project["optional-dependencies"]["dev"]]
        names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
        assert names <= set(re.findall(r"^([\w.-]+)==", self.lock, re.MULTILINE))

    def test_every_pin_carries_its_hashes(self):
        pins = re.split(r"^(?=[\w.-]+==)", self.lock, flags=re.MULTILINE)[1:]
        assert pins and all("--hash=sha256:" in pin for pin in pins)

    def test_it_holds_no_address(self):
        assert "://" not in self.lock
