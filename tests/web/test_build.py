"""What is in the web build, and what must never be."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from flet_web import get_package_web_dir
from fontTools.ttLib import TTFont

from sync.build import app_files
from sync.building.bytecode import NODE
from sync.building.font import general_standard
from sync.building.names import read_tree
from sync.building.words import compile_words
from tests.web.conftest import ROOT, build_at, placeholder

FONT = ROOT / "assets" / "fonts" / "NotoSansSC.otf"
IMPORT_ALL = Path(__file__).with_name("import_all.mjs")
USED_BESIDE_HAN = "·–—…‘’“”✓•×÷°¥￥№↑↓←→：，。；！？（）《》【】、％＋－℃㎡Ω①€"


def archive(folder: Path, name: str) -> zipfile.ZipFile:
    (found,) = folder.glob(f"v/{name}-*.zip")
    return zipfile.ZipFile(io.BytesIO(found.read_bytes()))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    build_at(folder, app_files())
    return folder


def test_the_app_goes_out_as_byte_code_without_the_server(real: Path) -> None:
    names = archive(real, "app").namelist()
    assert "main.pyc" in names
    assert "field_app/domain/facts.pyc" in names
    assert "sync/protocol.pyc" in names
    assert [name for name in names if name.endswith((".py", ".po"))] == []
    assert [name for name in names if name.startswith(("sync/server", "sync/building", "tests"))] == []


def test_nothing_asks_for_packages_at_start(real: Path) -> None:
    names = {Path(name).name for part in ("app", "packages", "papers") for name in archive(real, part).namelist()}
    assert names.isdisjoint({"requirements.txt", "pyproject.toml"})


def test_every_module_can_be_imported_by_the_browsers_python(real: Path) -> None:
    """Byte code of the right version, packages cut too far, a standard library without what is used: all of it shows here."""
    run = subprocess.run([NODE, IMPORT_ALL, f"{get_package_web_dir()}/pyodide", real], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_entries_are_stored_as_the_page_expects(real: Path) -> None:
    for part in ("app", "packages", "papers"):
        assert {entry.compress_type for entry in archive(real, part).infolist()} == {zipfile.ZIP_STORED}


def test_the_same_source_makes_the_same_build(built: Path, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    assert read_tree(tmp_path) == read_tree(built)


def test_a_change_in_the_app_leaves_the_heavy_files_their_names(built: Path, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder("print('changed')"))
    changed = read_tree(tmp_path).keys() ^ read_tree(built).keys()
    assert {name.partition("-")[0] for name in changed} == {"v/app", "v/worker", "v/start"}


def test_a_build_over_an_older_one_leaves_nothing_of_it(built: Path, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder("print('older')"))
    build_at(tmp_path, placeholder())
    assert read_tree(tmp_path) == read_tree(built)


def test_our_own_pages_name_no_other_host(built: Path) -> None:
    ours = [*built.glob("*.html"), *built.glob("*.js"), *built.glob("*.json"), *built.glob("v/*.js"), *built.glob("v/*.css")]
    assert len(ours) >= 7
    for path in ours:
        assert re.findall(r"https?://[a-z0-9][\w.-]*", path.read_text(encoding="utf-8")) == [], path.name


def test_the_page_runs_no_script_of_its_own(built: Path) -> None:
    """So that the security policy needs no exception for it."""
    page = (built / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "{{" not in page


def test_the_pad_for_numbers_has_a_point(built: Path) -> None:
    """An iPhone's pad for whole numbers has none: 440.50 could not be typed."""
    (path,) = built.glob("v/flutter-*/main.dart.js")
    script = path.read_text(encoding="utf-8")
    chosen = re.search(r'case"TextInputType\.number":return B\.(\w+)\n', script)
    kind = re.search(rf"B\.{chosen[1]}=new A\.(\w+)\(", script) if chosen else None
    assert kind
    assert re.search(rf'A\.{kind[1]}\.prototype=\{{\n\w+\(\)\{{return"decimal"\}}', script)


def test_all_files_of_the_offline_copy_exist(built: Path) -> None:
    worker = (built / "sw.js").read_text(encoding="utf-8")
    copy = json.loads(re.search(r"const BUILD = (.*);\n", worker)[1])  # type: ignore[index]
    for url in [*copy["files"], *copy["canvaskit"]["chromium"], *copy["canvaskit"]["full"]]:
        assert url == "/" or (built / url.removeprefix("/")).exists(), url


def test_the_shell_speaks_both_languages(built: Path) -> None:
    words = json.loads((ROOT / "assets" / "web" / "words.json").read_text(encoding="utf-8"))
    assert words["zh"].keys() == words["en"].keys()
    asked_for = set(re.findall(r'(?:say|notice)\("([a-z ]+)"', (ROOT / "assets" / "web" / "start.js").read_text(encoding="utf-8")))
    assert len(asked_for) > 5
    assert asked_for <= words["zh"].keys()


def test_the_font_has_the_whole_general_standard_and_rare_names() -> None:
    glyphs = TTFont(FONT).getBestCmap().keys()
    assert len(general_standard()) == 8105
    assert general_standard() <= glyphs
    assert set(map(ord, "喆堃珺" + USED_BESIDE_HAN)) <= glyphs


def test_the_font_goes_out_with_its_licence_and_stays_small(built: Path) -> None:
    assert list(built.glob("v/flutter-*/assets/fonts/OFL.txt"))
    assert FONT.stat().st_size <= 2 * 1024 * 1024


def test_the_words_of_all_rooms_become_one_table(tmp_path: Path) -> None:
    chinese = tmp_path / "zh_CN"
    chinese.mkdir()
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (chinese / "a.po").write_text(header + 'msgid "Save"\nmsgstr "保存"\n', encoding="utf-8")
    (chinese / "b.po").write_text(header + 'msgid "Save"\nmsgstr "保存"\n\nmsgid "Close"\nmsgstr "关闭"\n', encoding="utf-8")
    (compiled,) = compile_words(tmp_path)
    assert compiled == chinese / "LC_MESSAGES" / "app.mo"
    assert all(word.encode() in compiled.read_bytes() for word in ("保存", "关闭"))


def test_one_sentence_with_two_translations_is_refused(tmp_path: Path) -> None:
    chinese = tmp_path / "zh_CN"
    chinese.mkdir()
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (chinese / "a.po").write_text(header + 'msgid "Save"\nmsgstr "保存"\n', encoding="utf-8")
    (chinese / "b.po").write_text(header + 'msgid "Save"\nmsgstr "存"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="another room"):
        compile_words(tmp_path)
