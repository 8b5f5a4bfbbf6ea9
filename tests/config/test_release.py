"""The address of static files follows their contents."""

from pathlib import Path

from openkam.config.release import release_of


def test_a_changed_letter_a_new_name_and_a_moved_file_each_make_a_new_release(tmp_path: Path) -> None:
    file = tmp_path / "page.css"
    file.write_text("a")
    first = release_of([tmp_path])
    assert release_of([tmp_path]) == first
    file.write_text("b")
    second = release_of([tmp_path])
    (tmp_path / "more").mkdir()
    third_file = file.rename(tmp_path / "more" / "page.css")
    third = release_of([tmp_path])
    third_file.rename(tmp_path / "more" / "other.css")
    assert len({first, second, third, release_of([tmp_path])}) == 4
