"""An export tells whether it was changed: in any byte of its facts, in its order, in what its pages show."""

import json
import random
from datetime import datetime

import pytest
from attrs import evolve

from field_app.domain.facts import chain, chain_start, dump_line, encode, server_chain
from field_app.domain.sheets import Sheet
from field_app.papers.__main__ import main
from field_app.papers.catalog import Wanted
from field_app.papers.export import NAME, Export, Kept, dump, load, of_sheet, seal
from field_app.papers.form import Attached
from field_app.papers.press import pdf
from field_app.papers.printing import paper
from field_app.papers.reading import facts_in
from field_app.papers.repair_sheet import repair_sheet
from field_app.papers.verify import verify
from tests.domain.cases import MORNING, Case
from tests.papers.scene import AROUND, FONTS, whole_case

RECORD = Wanted("record")
NO_EXPORTS = (b"", b"{}", b"[]", b"%PDF-1.7 nothing", b"\xff\xfe", b'{"format":"field-app sheet 1"}', b"[" * 100_000)


@pytest.fixture(scope="module")
def done() -> Case:
    return whole_case()


@pytest.fixture(scope="module")
def exported(done: Case) -> Export:
    return of_sheet(done.sheet, AROUND, logged(done.sheet))


@pytest.fixture(scope="module")
def printed(done: Case) -> bytes:
    return paper(RECORD, done.sheet, AROUND, FONTS, kept=logged(done.sheet))


def logged(sheet: Sheet) -> list[Kept]:
    """The facts as an office's log holds them that has nothing but this sheet."""
    heads: dict[str, bytes] = {}
    ours = bytes(32)
    kept = []
    for entry in sheet.entries:
        device, line = entry.fact.device, dump_line(entry.fact)
        before = heads.get(device, chain_start(device))
        link = chain(before, line)
        after = server_chain(ours, device, entry.fact.n, link)
        kept.append(Kept(device, entry.fact.n, entry.stamp, line.decode(), before.hex(), link.hex(), ours.hex(), after.hex()))
        heads[device], ours = link, after
    return kept


def resealed(document: dict) -> bytes:
    """The file of somebody who knows how a seal is made."""
    return encode(document | {"seal": seal(document)})


def test_an_untouched_export_is_unchanged(exported: Export):
    report = verify(dump(exported), FONTS)
    assert report.is_unchanged
    assert "261123-A7-01" in str(report.told[0])


def test_an_export_made_on_a_phone_without_the_offices_hashes_is_unchanged(done: Case):
    assert verify(dump(of_sheet(done.sheet, AROUND)), FONTS).is_unchanged


def test_an_export_read_back_is_the_same(exported: Export):
    assert load(dump(exported)) == exported


def test_any_flipped_byte_of_the_facts_is_caught(exported: Export):
    content = dump(exported)
    chance = random.Random(7)  # noqa: S311 - the same bytes in every run
    # Every byte of a fact, of its stamps and of the seal in turn, and others by chance.
    places = {*range(0, 200), *range(len(content) - 2_000, len(content)), *(chance.randrange(len(content)) for _ in range(500))}
    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        assert not verify(bytes(flipped), FONTS).is_unchanged, place


def test_a_printed_sheet_is_unchanged_and_carries_the_same_facts(printed: bytes, exported: Export):
    assert verify(printed, FONTS).is_unchanged
    assert load(facts_in(printed)).facts == exported.facts


def test_a_flipped_byte_in_the_facts_of_a_pdf_is_caught(printed: bytes):
    facts = facts_in(printed)
    for place in range(0, len(facts), len(facts) // 25):
        flipped = bytearray(facts)
        flipped[place] ^= 1
        carrying = pdf([], FONTS, made_at=MORNING, attached=[Attached(NAME, bytes(flipped))])
        assert not verify(carrying, FONTS).is_unchanged


def test_bytes_flipped_anywhere_in_a_pdf_change_no_fact_unseen(printed: bytes):
    chance = random.Random(11)  # noqa: S311 - the same bytes in every run
    for _ in range(12):
        place = chance.randrange(len(printed))
        flipped = bytearray(printed)
        flipped[place] ^= 1 << chance.randrange(8)
        report = verify(bytes(flipped), FONTS)
        assert not report.is_unchanged or (report.export and report.export.facts == load(facts_in(printed)).facts)


def test_pages_that_show_something_else_than_the_facts_are_caught(done: Case):
    """The facts are the old ones, the amount on the page is another."""
    other = paper(RECORD, done.sheet, evolve(AROUND, names={**AROUND.names, "wang": "张三"}), FONTS)
    facts = facts_in(paper(RECORD, done.sheet, AROUND, FONTS))
    forged = repair_sheet(done.sheet, evolve(AROUND, names={**AROUND.names, "wang": "张三"}))
    content = pdf([forged], FONTS, made_at=MORNING, attached=[Attached(NAME, facts)])
    assert verify(other, FONTS).is_unchanged
    assert any("pages" in str(words) for words in verify(content, FONTS).wrong)


def test_a_fact_changed_and_sealed_anew_doesnt_fit_its_hash(exported: Export):
    document = json.loads(dump(exported))
    place = next(n for n, one in enumerate(document["facts"]) if "cash_received" in one[6])
    document["facts"][place][6] = document["facts"][place][6].replace("40000", "10000")
    report = verify(resealed(document), FONTS)
    assert any("hash" in str(words) for words in report.wrong)


def test_facts_turned_round_and_sealed_anew_are_out_of_order(exported: Export):
    document = json.loads(dump(exported))
    turned = document | {"facts": [document["facts"][1], document["facts"][0], *document["facts"][2:]]}
    assert any("order" in str(words) for words in verify(resealed(turned), FONTS).wrong)


def test_a_link_between_neighbours_changed_and_sealed_anew_is_missed(exported: Export):
    document = json.loads(dump(exported))
    second = document["facts"][1]
    second[9] = "00" * 32
    second[10] = server_chain(bytes(32), second[0], second[1], bytes.fromhex(second[8])).hex()
    assert any("followed" in str(words) for words in verify(resealed(document), FONTS).wrong)


def test_f61_a_signature_moved_onto_another_sheet_is_caught(done: Case):
    """P7.2: it covers what was shown, and nothing else."""
    export = of_sheet(done.sheet, AROUND)
    facts = [evolve(one, line=one.line.replace("换主板，试机正常", "换主板和电机")) for one in export.facts]
    report = verify(dump(evolve(export, facts=tuple(facts))), FONTS)
    assert any("signature" in str(words) for words in report.wrong)


@pytest.mark.parametrize("content", NO_EXPORTS)
def test_what_is_no_export_is_said_to_be_none(content: bytes):
    report = verify(content, FONTS)
    assert report.wrong and not report.told


def test_the_command_says_in_words_and_code_what_it_found(exported: Export, tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(dump(exported))
    bad.write_bytes(dump(exported).replace(b"40000", b"10000"))
    assert main(["verify", str(good)]) == 0
    assert "Unchanged" in capsys.readouterr().out
    assert main(["verify", str(bad)]) == 1
    assert "seal" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "none.json")]) == 2


def test_the_seal_holds_when_and_for_whom_it_was_made(exported: Export):
    other = evolve(exported, around=evolve(exported.around, made_at=datetime(2027, 1, 1, tzinfo=MORNING.tzinfo)))
    assert json.loads(dump(other))["seal"] != json.loads(dump(exported))["seal"]
