"""Chapter 5, fourth part: where a price comes from and what of it is free."""

import pytest
from attrs import evolve

from field_app.domain.archive import ContractRecorded
from field_app.domain.policy import Fee
from field_app.domain.repair.pricing import expected_fees, free_by_rule, prices
from tests.cast_domain import POLICY
from tests.domain.cases import in_warranty, ready

LABOUR = Fee("labour", "labour", "人工", "小时", 9_000)
CONTRACT = ContractRecorded("HT-2026-08", fees=(LABOUR,))
LABOUR_IN_STANDARD, BOARD, FILTER = POLICY.fees


def test_p5_3_the_contracts_price_comes_before_the_fee_standards() -> None:
    offered = {price.fee.code: (price.basis, price.fee.price_fen) for price in prices(POLICY, CONTRACT)}
    assert offered == {"labour": ("contract", 9_000), "board": ("standard", 36_000), "filter": ("standard", 4_500)}


def test_p5_3_without_a_contract_every_price_is_the_standards() -> None:
    assert [price.fee for price in prices(POLICY, None)] == list(POLICY.fees)
    assert {price.basis for price in prices(POLICY, None)} == {"standard"}
    assert prices(None, None) == ()


@pytest.mark.parametrize("named", ["board", "主板"])
def test_p8_1_what_the_contract_calls_a_wear_part_is_one(named: str) -> None:
    offered = prices(POLICY, evolve(CONTRACT, wear_parts=(named,)))
    assert next(price.fee.kind for price in offered if price.fee.code == "board") == "wear_part"


def test_p8_1_in_warranty_all_is_free_but_wear_parts() -> None:
    sheet = in_warranty().sheet
    assert free_by_rule(sheet, LABOUR, "道闸主板", None) == "warranty"
    assert free_by_rule(sheet, FILTER, "道闸主板", None) == ""


def test_p8_1_a_wear_part_the_contract_does_not_list_is_free_by_contract() -> None:
    sheet = in_warranty().sheet
    assert free_by_rule(sheet, FILTER, "道闸主板", evolve(CONTRACT, wear_parts=("board",))) == "contract"
    assert free_by_rule(sheet, FILTER, "道闸主板", evolve(CONTRACT, wear_parts=("滤网",))) == ""


def test_p8_1_each_piece_is_charged_by_its_own_warranty_and_travel_when_any_piece_is() -> None:
    sheet = ready().on_site().diagnosed("道闸主板").diagnosed("地感线圈").decided("inside").decided("outside", "地感线圈").sheet
    assert free_by_rule(sheet, BOARD, "道闸主板", None) == "warranty"
    assert free_by_rule(sheet, BOARD, "地感线圈", None) == ""
    assert free_by_rule(sheet, LABOUR, "", None) == ""


def test_p3_1_on_the_phone_labour_is_told_before_parts() -> None:
    assert [price.fee.kind for price in expected_fees(POLICY, CONTRACT)] == ["labour", "wear_part", "part"]
