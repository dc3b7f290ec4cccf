"""The pictures of the documents can be made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import gallery

pytestmark = pytest.mark.browser


def test_every_picture_is_drawn(tmp_path: Path):
    if not Path(gallery.CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    gallery.draw_all(Path("provisioning/demo/hall.toml"), tmp_path)
    assert {file.stem for file in tmp_path.iterdir()} == {f"office-{picture.name}" for picture in gallery.PICTURES}
