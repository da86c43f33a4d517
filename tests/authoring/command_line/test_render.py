"""`back-coach render` hands on what is to be rendered; files are named from where the command is given."""

from pathlib import Path

import pytest

from authoring.command_line import commands


@pytest.mark.parametrize(
    ("what", "handed_on"),
    [
        (["neck"], ["neck"]),
        (["why", "does walking", "help"], ["why", "does walking", "help"]),
        (["talk.yaml"], ["{here}/talk.yaml"]),
    ],
)
def test_what_is_handed_on(
    what: list[str], handed_on: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[Path | None, ...]] = []

    def simulate(document: Path | None, *arguments: str) -> int:
        handed.append((document, *map(Path, arguments)))
        return 0

    monkeypatch.setattr(commands, "_simulate", simulate)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yaml").touch()
    assert commands.main(["render", *what, "--out", "talk.wav", "--document", "desk"]) == 0
    wanted = [Path(word.format(here=tmp_path)) for word in handed_on]
    assert handed == [(Path("desk"), Path("render"), *wanted, Path("--out"), tmp_path / "talk.wav")]
