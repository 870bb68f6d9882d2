"""A fee standard from a spreadsheet (P9.1): code, kind, item, unit, price, one line each."""

from __future__ import annotations

from attrs import frozen

from field_app.domain.contradictions import fees_wrong
from field_app.domain.errors import Words
from field_app.domain.policy import Fee
from field_app.imports.columns import Column, Record, amount, one_of, records
from field_app.imports.tables import Trouble, Unreadable, read_table

KINDS = {
    "人工": "labour", "配件": "part", "易损件": "wear_part", "交通": "travel", "住宿": "lodging", "餐费": "meals",
    "labour": "labour", "part": "part", "wear part": "wear_part", "travel": "travel", "lodging": "lodging", "meals": "meals",
}  # fmt: skip
COLUMNS = (
    Column("code", ("编号", "代码", "code"), needed=True),
    Column("kind", ("类别", "类型", "kind"), one_of(KINDS), needed=True),
    Column("name", ("项目", "名称", "item", "name"), needed=True),
    Column("unit", ("单位", "unit"), needed=True),
    Column("price_fen", ("单价", "价格", "price"), amount, needed=True),
    Column("english", ("英文", "english")),
)
_NAMES = {column.key: column.name for column in COLUMNS}


@frozen
class FeeList:
    """The prices of a file, or why there are none: with a single trouble nothing of it is taken."""

    fees: tuple[Fee, ...]
    troubles: tuple[Trouble, ...] = ()


def read_fees(file: str, data: bytes) -> FeeList:
    try:
        table = read_table(file, data)
    except Unreadable as unreadable:
        return FeeList((), (unreadable.trouble,))
    found, troubles = records(table, COLUMNS)
    if troubles:
        return FeeList((), troubles)
    fees = tuple(_fee(record) for record in found)
    wrong = tuple(_trouble(file, found, one.field or "", one.words) for one in fees_wrong(fees, "fees"))
    return FeeList(() if wrong else fees, wrong)


def _fee(record: Record) -> Fee:
    said = record.values
    return Fee(said["code"], said["kind"], said["name"], said["unit"], said["price_fen"], said["english"] or "")


def _trouble(file: str, found: tuple[Record, ...], field: str, words: Words) -> Trouble:
    _fees, place, attribute = field.split(".")
    return Trouble(file, found[int(place)].line, _NAMES[attribute], words)
