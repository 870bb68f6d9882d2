"""Each paper says what the sheet says, read back from the PDF by another library."""

import pytest
from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintReceived
from field_app.domain.followup.return_visit import Mark, ReturnVisitMade, ReturnVisitPlanned
from field_app.domain.money import capitals, yuan
from field_app.domain.policy import Question
from field_app.domain.repair import record, settlement, takeback
from field_app.domain.repair.charges import Consented, Quoted
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.record import RecordSigned
from field_app.domain.repair.settlement import PaymentAgreed
from field_app.domain.sheets import new_sheet
from field_app.papers import customers
from field_app.papers.catalog import KINDS, Wanted, make, papers_of
from field_app.papers.rules import fee_standard
from field_app.papers.slip import by_code, code, sheet_of
from tests.cast_domain import POLICY, SUPERVISOR
from tests.domain.cases import MORNING, REQUEST, Case, chargeable, ready
from tests.papers.scene import AROUND, THAT_DAY, printed, read, renamed, text_of, whole_case, without_spaces

BLANK = new_sheet(SheetId("blank"), "repair")


@pytest.fixture(scope="module")
def done() -> Case:
    return whole_case()


def paper(done: Case, name: str, which: str = "") -> str:
    return text_of(make(Wanted(name, which), done.sheet, AROUND))  # type: ignore[arg-type]


def says(text: str, *wanted: str) -> None:
    missing = [one for one in wanted if without_spaces(one) not in text]
    assert not missing, f"{missing} not in {text}"


def test_the_repair_sheet_says_the_eight_things_of_the_request(done: Case):
    text = paper(done, "record")
    says(
        text,
        "客户维修记录单",
        "261123-A7-01",
        REQUEST.customer,
        REQUEST.project,
        REQUEST.contact,
        REQUEST.phone,
        REQUEST.fault,
        REQUEST.wanted,
    )
    says(text, "2025-06-01", "保修期（月）24")


def test_the_repair_sheet_has_every_visit_with_its_window_way_and_checks(done: Case):
    text = paper(done, "record")
    says(text, "10:50–12:20", "45.00", "客户着急", "到场检查（第1次）", "到场检查（第2次）", "进门前穿鞋套：是")


def test_the_repair_sheet_has_diagnosis_work_charges_and_what_was_paid(done: Case):
    text = paper(done, "record")
    says(
        text,
        "道闸主板",
        "电容鼓包",
        "过保，收费",
        "换主板，试机正常",
        "0.5",
        "¥680.00",
        capitals(68_000),
        "¥400.00",
        "0000101",
        "海天酒店财务",
    )


def test_the_repair_sheet_has_the_slips_the_sign_off_and_who_did_it(done: Case):
    text = paper(done, "record")
    says(text, "261123-A7-01-T1", "SN-1", "SN-2", "修好了", "客户满意", "处理及时", "王工", "周主管", "李工", "陈静")


@pytest.mark.parametrize("body", [RecordSigned, Consented], ids=["record", "consent"])
def test_a_signature_carries_the_first_ten_of_its_hash(done: Case, body: type):
    """P7.2: what was signed can be told on the phone."""
    says(paper(done, "record"), f"签字校验码{done.last(body).body.shown[:10]}")


def test_a_record_changed_after_it_was_signed_says_so():
    signed = chargeable().worked().signed()
    assert "不再覆盖本单" not in paper(signed, "record")
    says(paper(signed.worked(), "record"), "不再覆盖本单")


def test_rules_gone_past_and_corrections_stand_on_the_repair_sheet():
    """P10.1 and P10.3: both stay readable."""
    passed = ready().agreed().departed().arrived().does(Diagnosed("道闸主板", "电容鼓包", "on_site"), passing="P4.2", because="客户催得急")
    says(paper(passed, "record"), "特殊情况", "P4.2", "客户催得急")
    corrected = ready().allotted("0000101").on_site().diagnosed().decided("inside").worked().voided(record.WorkRecorded, "写错了单子")
    says(paper(corrected, "record"), "更正记录", "写错了单子")


def test_the_slip_lists_every_piece_with_condition_and_accessories_in_two_copies(done: Case):
    """P6.1."""
    text = paper(done, "slip")
    says(text, "处理单", "261123-A7-01-T1", "外壳完好，一角有磕痕", "电源线", "遥控器", "按键失灵", "客户联", "主管联", "2026-12-07")
    assert text.count("外壳完好，一角有磕痕") == 2


@pytest.mark.parametrize("name", ["slip", "receipt", "acknowledgement"])
def test_two_copies_have_the_same_content(done: Case, name: str):
    text = paper(done, name)
    title = text[: text.index("编号")]
    first, second = text.split(title)[1:3]
    for mark in ("客户联", "主管联", "财务联", "沿线裁开"):
        first, second = first.replace(mark, ""), second.replace(mark, "")
    assert first == second[: second.index("表号")]


def test_the_receipt_says_the_amount_in_figures_and_capitals(done: Case):
    """P8.4."""
    says(paper(done, "receipt"), "收据", "0000101", "海天酒店", "¥400.00", capitals(40_000), "现金", "王工")


def test_the_acknowledgement_says_who_pays_how_and_by_when(done: Case):
    """P8.5."""
    agreed = done.last(PaymentAgreed).body
    text = paper(done, "acknowledgement")
    says(text, "发票收讫回执", f"¥{yuan(agreed.amount_fen)}", capitals(agreed.amount_fen), agreed.payer, agreed.due_on.isoformat(), "转账")
    says(text, f"签字校验码{agreed.shown[:10]}")


def test_quote_and_agreement_have_the_same_figures(done: Case):
    """P5.3, P8.2."""
    for name in ("quote", "agreement"):
        says(
            paper(done, name), "主板", "360.00", "市郊交通", "80.00", capitals(68_000), f"签字校验码{done.last(Consented).body.shown[:10]}"
        )
    says(paper(done, "quote"), "价格依据：2026-1收费标准")


def test_a_sheet_offers_the_papers_it_has_something_for(done: Case):
    assert papers_of(BLANK) == (Wanted("record"),)
    names = [(one.name, one.which) for one in papers_of(done.sheet)]
    assert names == [
        ("record", ""), ("quote", ""), ("agreement", ""), ("slip", "261123-A7-01-T1"), ("receipt", "0000101"), ("acknowledgement", ""),
    ]  # fmt: skip


def test_the_fee_standard_lists_every_price_of_its_version():
    text = text_of(fee_standard(POLICY, AROUND))
    says(text, "超过保质期后的维修费用标准", POLICY.label, "2026-01-01", *(fee.name for fee in POLICY.fees), "¥360.00", "雷击", "¥500.00")


@pytest.mark.parametrize("name", KINDS)
def test_every_paper_prints_blank_for_the_day_a_phone_is_dead(name: str):
    text = text_of(make(Wanted(name), BLANK, AROUND))  # type: ignore[arg-type]
    says(text, KINDS[name].code.number, "第1页，共")  # type: ignore[index]
    assert "None" not in text and "{" not in text


@pytest.mark.parametrize("name", KINDS)
def test_every_paper_can_be_had_in_english(done: Case, name: str):
    text = read(printed(make(Wanted(name), done.sheet, evolve(AROUND, language="en")), language="en"))  # type: ignore[arg-type]
    says(text, without_spaces(str(KINDS[name].code.title)), "Page1of")  # type: ignore[index]


def test_a_complaint_goes_on_paper_with_cause_solution_and_who_answers():
    """P9.2."""
    sheet = new_sheet(SheetId("complaint-1"), "complaint")
    told = Case(sheet, MORNING).does(ComplaintReceived("T-1", "海天酒店", "delay", "等了三天没人来", contact="刘经理"), by=SUPERVISOR)
    told = told.does(ComplaintAssigned("wang", THAT_DAY), by=SUPERVISOR).does(
        ComplaintAnswered("排班漏了", "当天上门", "每天核对"), by=SUPERVISOR
    )
    text = text_of(customers.complaint(told.sheet, AROUND, "261123-A7-01"))
    says(text, "客户投诉单", "T-1", "等了三天没人来", "太慢", "王工", "排班漏了", "当天上门", "每天核对", "261123-A7-01")


def test_a_return_visit_goes_on_paper_with_its_marks():
    """P9.3."""
    policy = evolve(POLICY, questions=(Question("speed", "上门快不快"), Question("work", "修得好不好")))
    told = Case(new_sheet(SheetId("visit-1"), "return_visit"), MORNING)
    told = told.does(ReturnVisitPlanned("海天酒店", THAT_DAY, "sample", contact="刘经理"), by=SUPERVISOR)
    told = told.does(ReturnVisitMade("phone", (Mark("speed", 5), Mark("work", 3)), "还行", True, "遥控器又失灵"), by=SUPERVISOR)
    text = text_of(customers.return_visit(told.sheet, evolve(AROUND, policies=(policy,))))
    says(text, "客户回访单", "上门快不快5", "修得好不好3", "还行", "遥控器又失灵", "周主管")


def test_the_slips_address_is_the_same_on_phone_and_office_and_opens_only_that_slip(done: Case):
    """P6.1: nobody guesses it, and it names no other slip."""
    (slip,) = takeback.slips(done.sheet)
    address = code(done.sheet.id, slip)
    assert sheet_of(address) == done.sheet.id
    assert by_code(done.sheet, address) is slip
    assert by_code(done.sheet, address[:-1] + ("0" if address[-1] != "0" else "1")) is None


def test_nothing_paid_in_another_way_is_called_cash():
    paid = chargeable().worked().signed().paid_otherwise(60_000, passing="P8.4")
    assert settlement.received_fen(paid.sheet) == 60_000
    says(paper(paid, "receipt"), "付款方式微信")


def test_an_unquoted_sheet_has_no_total_to_pay():
    assert ready().sheet.last(Quoted) is None
    assert "¥" not in text_of(make(Wanted("record"), renamed().sheet, AROUND))
