"""Where the voice is looked for, by whoever runs the checkout and by whoever installed the package."""

from pathlib import Path

import pytest

from audio.environment import NAME, VARIABLE, NotInstalledError, environment, installed, voice_folder
from tests.audio.standing_in import ROOT, stand_in


def test_it_is_looked_for_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path / "elsewhere")))
    assert environment().voice.is_relative_to(tmp_path / "elsewhere")


def test_it_is_looked_for_in_the_project_and_then_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert voice_folder({}) == ROOT / NAME
    here = stand_in(tmp_path / NAME)
    assert voice_folder({}) == (ROOT / NAME if installed(ROOT / NAME) else here)


def test_what_is_not_installed_is_told_with_where_it_was_looked_for(tmp_path: Path) -> None:
    assert not installed(tmp_path)
    with pytest.raises(NotInstalledError, match=f"run 'make voice' .* {VARIABLE}=.*looked for in {tmp_path}"):
        environment(tmp_path)
