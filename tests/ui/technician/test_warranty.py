"""判定保修: the rule proposes with its basis, the technician confirms, or decides otherwise with a reason (P5.2)."""

from datetime import date, timedelta

import flet as ft
from attrs import evolve

from field_app.domain.policy import POLICY_SHEET, Exclusion, PolicyApproved
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.intake import Request
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.sheets import Sheet
from field_app.ui.office.describe import describe
from tests.cast_domain import DIRECTOR, WANG
from tests.ui.stand_ins import NOW
from tests.ui.technician.scene import (
    POLICY,
    REQUEST,
    assigned,
    at,
    nothing_recorded,
    on_phone,
    on_site,
    phone,
    play,
    recorded,
    said,
    send_down,
    sheet_of,
)

PAGE = "/case/case-1/warranty"
UNDATED = evolve(REQUEST, accepted_on=None, serial="", archive="")


def diagnosed(request: Request = REQUEST, *more: Diagnosed) -> Sheet:
    pieces = ((WANG, piece) for piece in (Diagnosed("电梯门机", "皮带断", "on_site", request.serial), *more))
    return assigned(request, *on_site(at(10)), *pieces)


def test_the_basis_is_drawn_with_its_three_days_and_said_in_a_sentence() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed(), language="zh") as app:
            app.see("报修时在保修期内", "保修 24 个月", "2025-03-18", "2026-11-22", "2027-03-18", "免费")

    play(story)


def test_one_tap_confirms_what_the_rule_says_of_every_piece_p5_2() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed(REQUEST, Diagnosed("光幕", "撞坏", "on_site", "GM-0009"))) as app:
            await app.tap("Confirm 2 pieces")
            inside = [entry.body.decision for entry in sheet_of(app).live(WarrantyDecided)]
            assert inside == ["inside", "inside"]
            app.see("Next: Record the work")

    play(story)


def test_out_of_warranty_is_charged_and_leads_to_the_quote() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed(evolve(REQUEST, accepted_on=date(2023, 3, 18)))) as app:
            app.see("Charged", "Out of warranty when reported")
            await app.tap("Confirm 1 piece")
            assert recorded(app, WarrantyDecided).decision == "outside"
            app.see("Next: Make the quote")

    play(story)


def test_deciding_otherwise_asks_what_excludes_it_and_why_p5_2() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed()) as app:
            await app.tap("Decide otherwise")
            await app.tap("Save the decision")
            app.see("Choose what excludes it: misuse, lightning, others' work.")
            app.see("You decide otherwise than the rule; say why. The supervisor sees it.")
            assert nothing_recorded(app, WarrantyDecided)
            await app.choose("What excludes it", "使用不当")
            await app.type("Reason; the supervisor sees it", "客户说被推车撞过")
            await app.tap("Save the decision")
            decided = recorded(app, WarrantyDecided)
            assert (decided.decision, decided.exclusion, decided.reason) == ("excluded", "使用不当", "客户说被推车撞过")
            told = describe(sheet_of(app).entries[-1], sheet_of(app))
            assert "使用不当" in told.detail
            assert "misuse" not in told.detail

    play(story)


def test_p5_2_other_dates_that_turn_the_rules_word_round_need_a_reason_too() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed(evolve(REQUEST, accepted_on=date(2023, 3, 18)))) as app:
            await app.tap("Decide otherwise")
            await app.tap("The dates are wrong")
            await app.type("Warranty in months", "60")
            await app.tap("Save the decision")
            app.see("By these dates the rule says otherwise; write where they are from. The supervisor sees it.")
            assert nothing_recorded(app, WarrantyDecided)
            assert app.find(ft.TextField, "Warranty in months").value == "60"
            await app.type("Reason; the supervisor sees it", "验收单上写质保五年，已拍照")
            await app.tap("Save the decision")
            decided = recorded(app, WarrantyDecided)
            assert (decided.decision, decided.months, decided.reason) == ("inside", 60, "验收单上写质保五年，已拍照")

    play(story)


def test_what_excludes_it_is_chosen_from_the_terms_the_case_began_with_p9_1() -> None:
    async def story() -> None:
        newer = evolve(POLICY, label="2026 年 11 月版", effective_on=NOW.date(), exclusions=(Exclusion("water", "进水"),))
        rules = said(
            (DIRECTOR, PolicyApproved(POLICY)), (DIRECTOR, PolicyApproved(newer)),
            on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=100),
        )  # fmt: skip
        shelf = phone(diagnosed())
        send_down(shelf, rules)
        async with on_phone(PAGE, shelf=shelf) as app:
            await app.tap("Decide otherwise")
            offered = app.find(ft.Dropdown, "What excludes it").options
            assert [option.key for option in offered] == ["使用不当", "雷击"]

    play(story)


def test_a_decision_against_the_rule_is_flagged_with_who_sees_it() -> None:
    async def story() -> None:
        against = (WANG, WarrantyDecided("DJ-0417", "excluded", date(2025, 3, 18), 24, "misuse", "客户说被推车撞过"))
        sheet = assigned(REQUEST, *on_site(at(10)), (WANG, Diagnosed("电梯门机", "皮带断", "on_site", "DJ-0417")), against)
        async with on_phone(PAGE, sheet, language="zh") as app:
            app.see("你改判了，主管会看到理由", "客户说被推车撞过", "收费")

    play(story)


def test_without_dates_the_technician_enters_them_and_they_are_checked() -> None:
    async def story() -> None:
        async with on_phone(PAGE, diagnosed(UNDATED)) as app:
            app.see("Acceptance or warranty period unknown")
            await app.tap("Decide otherwise")
            await app.choose("Decision", "outside")
            await app.type("Warranty in months", "两年")
            await app.tap("Save the decision")
            app.see("Write the warranty period in whole months.", "两年")
            assert nothing_recorded(app, WarrantyDecided)

    play(story)


def test_nothing_diagnosed_yet_says_what_to_do_first() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, *on_site(at(10)))) as app:
            app.see("Nothing is diagnosed yet.", "Record the diagnosis first.")

    play(story)
