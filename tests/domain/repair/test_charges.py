"""Chapter 5, third part: quote and consent."""

import pytest
from attrs import evolve

from field_app.domain.errors import RuleBroken
from field_app.domain.repair import charges
from field_app.domain.repair.charges import Consented, ConsentRefused, Line, Quoted, ReplacementAdvised, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.settlement import due_fen
from tests.cast_domain import CLERK, POLICY
from tests.domain.cases import BOARD, LABOUR, NO_SIGNATURE, SIGNATURE, SLIP_OF_THE_FINGER, Case, chargeable, in_warranty, ready, said

FILTER = Line("wear_part", "滤网", "片", 4_500, 100, "contract", "filter", "道闸主板")


def outside() -> Case:
    """On site, out of warranty, nothing quoted yet."""
    return ready().on_site().diagnosed().decided("outside")


def _quote(*lines: Line) -> Quoted:
    return Quoted(lines, POLICY.label)


def test_p5_3_a_quote_adds_up_its_lines() -> None:
    quote = _quote(LABOUR, BOARD, evolve(LABOUR, quantity=33), evolve(BOARD, free="goodwill"))
    assert quote.total_fen == 24_000 + 36_000 + 3_960
    assert quote.full_fen == quote.total_fen + 36_000


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (evolve(LABOUR, quantity=0), "lines.1"),
        (evolve(LABOUR, quantity=-100), "lines.1"),
        (evolve(LABOUR, price_fen=0, basis="contract"), "lines.1"),
        (evolve(LABOUR, price_fen=-1, basis="contract"), "lines.1"),
        (evolve(LABOUR, name=" "), "lines.1"),
        (evolve(LABOUR, price_fen=12_001), "lines.1"),
        (evolve(LABOUR, code="unknown"), "lines.1"),
        (evolve(LABOUR, code=""), "lines.1"),
    ],
    ids=[
        "no quantity",
        "less than none",
        "no price",
        "less than no price",
        "no name",
        "not the standard's price",
        "not in the standard",
        "no code",
    ],
)
def test_p5_3_a_line_that_cant_be_is_refused_beside_it(line: Line, field: str) -> None:
    assert said(outside().objections(_quote(BOARD, line))) == [("P5.3", field, False)]


@pytest.mark.parametrize("lines", [(), (evolve(LABOUR, free="goodwill"),)], ids=["no lines", "all of it free"])
def test_p5_3_a_quote_of_nothing_is_none(lines: tuple[Line, ...]) -> None:
    assert said(outside().objections(_quote(*lines))) == [("P5.3", "lines", False)]


@pytest.mark.parametrize("basis", ["contract", "agreement"])
def test_p5_3_contract_and_agreement_have_their_own_prices(basis: str) -> None:
    own = evolve(_quote(evolve(LABOUR, price_fen=9_900, basis=basis)), terms="按约定价维修")  # type: ignore[arg-type]
    assert outside().objections(own) == ()


def test_p5_3_without_a_standard_nothing_can_be_quoted_from_it() -> None:
    lawless = evolve(outside(), policy=None)
    assert said(lawless.objections(_quote(LABOUR))) == [("P5.3", "lines.0", False)]
    assert lawless.objections(_quote(evolve(LABOUR, basis="contract"))) == ()


def test_p9_1_a_quote_names_the_standard_it_was_made_from() -> None:
    newer = evolve(outside(), policy=evolve(POLICY, label="2026-2"))
    assert said(newer.objections(_quote(LABOUR))) == [("P9.1", "policy", False)]
    assert newer.objections(_quote(evolve(LABOUR, basis="contract"))) == ()


def test_p5_2_no_quote_before_the_warranty_is_decided() -> None:
    undecided = ready().on_site().diagnosed()
    assert said(undecided.objections(_quote(LABOUR))) == [("P5.2", None, True)]
    assert undecided.objections(_quote(LABOUR), passing="P5.2") == ()


def test_p8_1_in_warranty_only_wear_parts_are_charged() -> None:
    covered = in_warranty()
    assert covered.objections(_quote(FILTER, evolve(BOARD, piece="道闸主板", free="warranty"))) == ()
    charged = _quote(FILTER, evolve(BOARD, piece="道闸主板"))
    assert said(covered.objections(charged)) == [("P8.1", "lines.1", True)]
    assert covered.objections(charged, passing="P8.1") == ()


def test_p8_1_out_of_warranty_nothing_is_free_by_the_warranty() -> None:
    free = _quote(LABOUR, evolve(BOARD, piece="道闸主板", free="warranty"))
    assert said(outside().objections(free)) == [("P8.1", "lines.1", False)]


def test_p8_1_wear_parts_in_warranty_need_consent_like_all_charges() -> None:
    quoted = in_warranty().quoted(FILTER)
    assert charges.needs_quote(quoted.sheet)
    assert said(quoted.objections(WorkRecorded("换滤网", 10, "fixed", explained=True))) == [("P5.3", None, True)]
    assert quoted.consented().objections(WorkRecorded("换滤网", 10, "fixed", explained=True)) == ()


def test_p5_3_no_chargeable_work_before_the_customers_signature_on_the_figures() -> None:
    with pytest.raises(RuleBroken, match=r"P5\.3"):
        outside().worked()
    with pytest.raises(RuleBroken, match=r"P5\.3"):
        outside().quoted().worked()
    assert outside().quoted().consented().worked().last(WorkRecorded).fact.exception is None


def test_p5_3_where_life_forces_it_work_begins_before_consent_with_a_reason_and_is_owed_all_the_same() -> None:
    hurried = outside().quoted().worked(passing="P5.3")
    assert hurried.last(WorkRecorded).fact.exception is not None
    assert due_fen(hurried.sheet) == 60_000


def test_p5_3_work_nobody_quoted_is_owed_nothing_and_stands_out_by_its_reason() -> None:
    unquoted = outside().worked(passing="P5.3")
    assert due_fen(unquoted.sheet) == 0
    assert unquoted.last(WorkRecorded).fact.exception is not None


def test_p5_3_work_in_warranty_needs_no_consent() -> None:
    assert in_warranty().objections(WorkRecorded("换主板", 50, "fixed", explained=True)) == ()


GOOD = Consented("", SIGNATURE, "刘经理")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"signer": " "}, "signer"), ({"signature": NO_SIGNATURE}, "signature"), ({"signature": SLIP_OF_THE_FINGER}, "signature")],
)
def test_p5_3_a_consent_is_a_name_and_a_signature(wrong: dict[str, object], field: str) -> None:
    quoted = outside().quoted()
    consent = evolve(GOOD, shown=fingerprint(shown_quote(quoted.sheet)), **wrong)  # type: ignore[arg-type]
    assert said(quoted.objections(consent)) == [("P5.3", field, False)]


def test_p5_3_a_consent_is_to_a_quote_and_to_no_other_figures() -> None:
    assert said(outside().objections(GOOD)) == [("P5.3", None, False)]
    quoted = outside().quoted()
    stale = evolve(GOOD, shown=fingerprint(shown_quote(quoted.sheet)))
    assert said(quoted.quoted(LABOUR).objections(stale)) == [("P5.3", "shown", False)]


def test_p7_2_a_new_quote_voids_the_consent_visibly() -> None:
    agreed = outside().quoted().consented()
    dearer = agreed.quoted(LABOUR, BOARD, evolve(LABOUR, quantity=50))
    assert charges.consent(agreed.sheet) == agreed.last(Consented)
    assert charges.lapsed_consent(agreed.sheet) is None
    assert charges.consent(dearer.sheet) is None
    assert charges.lapsed_consent(dearer.sheet) == agreed.last(Consented)
    assert said(dearer.objections(WorkRecorded("换主板", 50, "fixed", explained=True))) == [("P5.3", None, True)]


def test_p7_2_a_voided_quote_takes_the_consent_with_it_and_the_one_before_comes_back() -> None:
    first = outside().quoted().consented()
    second = first.quoted(LABOUR)
    assert charges.consent(second.sheet) is None
    assert charges.consent(second.voided(Quoted).sheet) == first.last(Consented)
    assert charges.consent(first.voided(Quoted).sheet) is None


@pytest.mark.parametrize(
    "change",
    [{"name": "人工费"}, {"quantity": 201}, {"unit": "次"}, {"price_fen": 12_001}, {"free": "goodwill"}],
    ids=lambda change: next(iter(change)),
)
def test_p7_2_every_figure_and_word_of_a_line_is_what_was_signed(change: dict[str, object]) -> None:
    agreed = outside().quoted().consented()
    changed = agreed.arrives(Quoted((evolve(LABOUR, **change), BOARD), POLICY.label))  # type: ignore[arg-type]
    assert charges.consent(changed.sheet) is None


def test_p7_2_quantities_are_shown_to_the_last_hundredth() -> None:
    line = evolve(LABOUR, quantity=123_456_701)
    assert charges.shown_line(line)["quantity"] == "1234567.01 小时"


def test_p10_2_a_consent_outlives_a_name_the_office_spells_better_meanwhile() -> None:
    agreed = outside().quoted().consented()
    amended = agreed.amended(by=CLERK, customer="海天大酒店")
    assert charges.consent(amended.sheet) == agreed.last(Consented)


def test_p10_2_a_consent_signed_offline_while_the_office_amended_the_request_is_a_consent() -> None:
    quoted = outside().quoted()
    on_the_phone = evolve(GOOD, shown=fingerprint(shown_quote(quoted.sheet)))
    at_the_office = quoted.amended(by=CLERK, customer="海天大酒店")
    assert at_the_office.objections(on_the_phone) == ()
    assert charges.consent(at_the_office.arrives(on_the_phone).sheet) is not None


def test_p5_3_a_refusal_says_what_the_customer_said() -> None:
    assert said(outside().quoted().objections(ConsentRefused(" "))) == [("P5.3", "reason", False)]
    assert said(outside().objections(ConsentRefused("太贵"))) == [("P5.3", None, False)]


def test_p5_3_a_refusal_is_recorded_and_ends_the_visit_with_nothing_due() -> None:
    refused = outside().quoted().refused()
    assert charges.refused(refused.sheet) is not None
    assert due_fen(refused.sheet) == 0
    assert refused.left().sheet.entries[-1].fact.type == "left_site"


def test_p5_3_who_refused_may_be_quoted_anew_or_agree_after_all() -> None:
    refused = outside().quoted().refused()
    assert charges.refused(refused.quoted(LABOUR).sheet) is None
    agreed = refused.consented()
    assert charges.refused(agreed.sheet) is None
    assert due_fen(agreed.sheet) == 60_000


@pytest.mark.parametrize("body", [_quote(LABOUR), GOOD, ConsentRefused("太贵")])
def test_p10_2_on_a_closed_sheet_charges_need_a_reason(body: object) -> None:
    closed = outside().quoted().refused().left().reported().signed_off()
    assert ("P10.2", None, True) in said(closed.objections(body))


def test_p7_2_what_was_signed_yesterday_stands_after_an_update_of_the_app() -> None:
    # The fingerprint of what is shown is in customers' signatures: changing what shown_quote says makes all of them lapse.
    assert fingerprint(shown_quote(chargeable().sheet)) == "43fc6c8bca0ef34507a4132cb6294e613246cdb830415443d0a734f567878f52"


def test_a_diagnosis_more_makes_consented_work_wait_for_its_decision() -> None:
    more = chargeable().does(Diagnosed("摄像头", "进水", "on_site"))
    assert ("P5.2", None, True) in said(more.objections(WorkRecorded("换主板", 50, "fixed", explained=True)))


def test_p8_2_what_neither_contract_nor_standard_prices_is_agreed_in_words_the_customer_signs() -> None:
    own = evolve(LABOUR, basis="agreement", price_fen=9_900)
    assert said(outside().objections(_quote(own))) == [("P8.2", "terms", True)]
    agreed = outside().does(evolve(_quote(own), terms="按每小时 99 元维修，配件另计"))
    assert shown_quote(agreed.sheet)["agreement"] == "按每小时 99 元维修，配件另计"
    signed = agreed.consented()
    assert charges.consent(signed.sheet)
    other_words = signed.does(evolve(_quote(own), terms="按每小时 99 元维修"))
    assert charges.consent(other_words.sheet) is None
    assert charges.lapsed_consent(other_words.sheet)


def test_p8_2_a_quote_without_an_agreement_shows_none_so_that_older_signatures_stand() -> None:
    assert "agreement" not in shown_quote(outside().quoted().sheet)


def test_p5_4_the_newest_advice_by_piece_counts_with_what_the_customer_chose() -> None:
    first = outside().quoted().does(ReplacementAdvised("道闸主板", "用了 10 年", "undecided"))
    chosen = first.does(ReplacementAdvised("道闸主板", "用了 10 年", "replace", 60_000, 100_000, "直接换新的"))
    assert charges.advice(chosen.sheet)["道闸主板"].body.choice == "replace"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"piece": " "}, "piece"), ({"reason": ""}, "reason"), ({"new_fen": -1}, "new_fen"), ({"repair_fen": -1}, "new_fen")],
)
def test_p5_4_an_advice_that_cant_be_is_refused_beside_its_field(wrong: dict[str, object], field: str) -> None:
    body = evolve(ReplacementAdvised("道闸主板", "用了 10 年", "repair"), **wrong)
    assert said(outside().objections(body)) == [("P5.4", field, False)]
