"""Settings come from three places, and a wrong one is named in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from segue.settings import BadSettings, Settings, load


def test_without_anything_there_are_defaults() -> None:
    assert load(environ={}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "segue.toml"
    file.write_text('port = 1000\nbrand = "Fernhill"\n', encoding="utf-8")
    found = load(file, {"SEGUE_PORT": "2000", "SEGUE_TRUSTED_PROXIES": "10.0.0.1,10.0.0.2"})
    assert (found.port, found.brand) == (2000, "Fernhill")
    assert found.trusted_proxies == ("10.0.0.1", "10.0.0.2")


def test_a_folder_is_written_as_text() -> None:
    assert load(environ={"SEGUE_DATA_DIR": "/srv/segue"}).data_dir == Path("/srv/segue")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SEGUE_PORT": "many"}, "port"),
        ({"SEGUE_PORT": "70000"}, "port"),
        ({"SEGUE_READ_BUDGET_S": "0"}, "read_budget_s"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        load(environ=given)


def test_an_unknown_name_in_the_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "segue.toml"
    file.write_text("prot = 1000\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="prot"):
        load(file, {})


def test_a_file_that_is_not_there_or_not_toml_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load(tmp_path / "none.toml", {})
    bad = tmp_path / "bad.toml"
    bad.write_text("port = = 1", encoding="utf-8")
    with pytest.raises(BadSettings, match="not valid TOML"):
        load(bad, {})
