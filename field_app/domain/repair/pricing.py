"""Chapter 5, fourth part: where a price comes from and what is free. The contract comes before the fee standard (P5.3, P8.1, P8.2)."""

from collections.abc import Sequence
from typing import Literal

from attrs import evolve, frozen

from field_app.domain.archive import ContractRecorded
from field_app.domain.policy import Fee, FeeKind, Policy
from field_app.domain.repair.charges import Basis
from field_app.domain.repair.warranty import chargeable, decisions
from field_app.domain.sheets import Sheet

Free = Literal["", "warranty", "contract"]


@frozen
class Price:
    """One price on offer and where it stands."""

    fee: Fee
    basis: Basis


def prices(policy: Policy | None, contract: ContractRecorded | None) -> tuple[Price, ...]:
    """Every price on offer: the contract's, then what only the fee standard has (P5.3). What the contract calls a wear part is one."""
    agreed = contract.fees if contract else ()
    codes = {fee.code for fee in agreed}
    standard = (fee for fee in (policy.fees if policy else ()) if fee.code not in codes)
    offered = (*(Price(fee, "contract") for fee in agreed), *(Price(fee, "standard") for fee in standard))
    return tuple(_worn(price, contract) for price in offered)


def _worn(price: Price, contract: ContractRecorded | None) -> Price:
    wears = price.fee.kind == "part" and contract is not None and is_wear_part(price.fee.code, price.fee.name, contract)
    return evolve(price, fee=evolve(price.fee, kind="wear_part")) if wears else price


def is_wear_part(code: str, name: str, contract: ContractRecorded) -> bool:
    """True for what the contract lists as a wear part, by code or by name."""
    return code in contract.wear_parts or name in contract.wear_parts


def free_by_rule(sheet: Sheet, fee: Fee, piece: str, contract: ContractRecorded | None) -> Free:
    """Why a line is free by rule, empty where it is charged. In warranty all is free but wear parts, and those too where the
    contract lists its wear parts and this isn't one of them (P8.1). What belongs to no piece is charged when any piece is.
    """
    if is_charged(sheet, piece):
        return ""
    if fee.kind != "wear_part":
        return "warranty"
    listed: Sequence[str] = contract.wear_parts if contract else ()
    return "contract" if contract and listed and not is_wear_part(fee.code, fee.name, contract) else ""


def is_charged(sheet: Sheet, piece: str) -> bool:
    """True when this piece was decided to be outside the warranty; for no piece, when any was."""
    decided = decisions(sheet).get(piece)
    return decided.body.decision != "inside" if decided else chargeable(sheet)


def expected_fees(policy: Policy | None, contract: ContractRecorded | None) -> tuple[Price, ...]:
    """What a customer is told of on the phone, in that order: what every visit may cost comes before parts (P3.1)."""
    return tuple(sorted(prices(policy, contract), key=lambda price: _ORDER.index(price.fee.kind)))


_ORDER: tuple[FeeKind, ...] = ("labour", "travel", "lodging", "meals", "wear_part", "part")
