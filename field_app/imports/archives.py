"""Customers, projects and installed pieces from a spreadsheet (P2.2): a line for each piece, or one for a project without any.

Lines of the same customer and project are one record. What the archive knows already is compared, so that the same file taken twice
changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import evolve, frozen

from field_app.domain.archive import Equipment, EquipmentInstalled, ProjectRecorded, equipment, merged_into, project
from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.sheets import Ground, Sheet, new_sheet, objections
from field_app.imports.columns import Column, Record, day, records, whole
from field_app.imports.tables import Trouble, Unreadable, read_table

COLUMNS = (
    Column("customer", ("客户", "客户名称", "customer"), needed=True),
    Column("project", ("项目", "工程", "项目名称", "工程名称", "project"), needed=True),
    Column("address", ("地址", "address")),
    Column("district", ("区域", "district")),
    Column("contact", ("联系人", "contact")),
    Column("phone", ("电话", "联系电话", "手机", "phone")),
    Column("accepted_on", ("验收日期", "验收时间", "acceptance"), day),
    Column("warranty_months", ("保修期", "保修月数", "warranty"), whole),
    Column("contract", ("合同", "合同条款", "contract")),
    Column("serial", ("序列号", "设备编号", "serial")),
    Column("name", ("设备", "设备名称", "equipment")),
    Column("model", ("型号", "model")),
    Column("place", ("位置", "安装位置", "place")),
    Column("piece_accepted_on", ("设备验收日期", "equipment acceptance"), day),
    Column("piece_months", ("设备保修期", "equipment warranty"), whole),
)
_NAMES = {column.key: column.name for column in COLUMNS}
_PROJECT = ("customer", "project", "address", "district", "contact", "phone", "accepted_on", "warranty_months", "contract")
_FIELDS = {"equipment.serial": "serial", "equipment.name": "name", "accepted_on": "piece_accepted_on", "warranty_months": "piece_months"}


@frozen
class Taking:
    """What the file would do to one record: `sheet` is None for a new one; `pieces` are those that are new or said otherwise."""

    sheet: SheetId | None
    line: int
    before: ProjectRecorded | None
    after: ProjectRecorded
    pieces: tuple[Equipment, ...]

    @property
    def kind(self) -> Literal["new", "changed", "same"]:
        if self.before is None:
            return "new"
        return "changed" if self.pieces or self.before != self.after else "same"

    def bodies(self) -> tuple[object, ...]:
        """The facts to record."""
        told = () if self.before == self.after else (self.after,)
        return (*told, *(EquipmentInstalled(piece) for piece in self.pieces))


@frozen
class ArchiveList:
    """What a file would do, or why nothing of it can be taken."""

    takings: tuple[Taking, ...]
    troubles: tuple[Trouble, ...] = ()


def read_archives(file: str, data: bytes, known: Iterable[Sheet], ground: Ground) -> ArchiveList:
    """The file laid on the archive as it is. With a single trouble nothing of it is taken."""
    try:
        table = read_table(file, data)
    except Unreadable as unreadable:
        return ArchiveList((), (unreadable.trouble,))
    lines, troubles = records(table, COLUMNS)
    if not troubles:
        troubles = tuple(_contradicting(file, lines))
    if troubles:
        return ArchiveList((), troubles)
    sheets = {_key(said.customer, said.project): sheet for sheet in known if (said := project(sheet)) and not merged_into(sheet)}
    takings = tuple(_taking(group, sheets.get(key)) for key, group in _grouped(lines).items())
    wrong = tuple(trouble for taking in takings for trouble in _refused(file, taking, lines, ground))
    return ArchiveList(() if wrong else takings, wrong)


def _key(customer: str, name: str) -> tuple[str, str]:
    return customer.strip(), name.strip()


def _grouped(lines: Iterable[Record]) -> Mapping[tuple[str, str], list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = {}
    for line in lines:
        groups.setdefault(_key(line.values["customer"], line.values["project"]), []).append(line)
    return groups


def _contradicting(file: str, lines: Iterable[Record]) -> Iterator[Trouble]:
    """One project said two ways, one piece twice, a piece without its number or name."""
    met: dict[str, int] = {}
    for group in _grouped(lines).values():
        for key in _PROJECT[2:]:
            said = {line.values[key]: line.line for line in reversed(group) if line.values[key] is not None}
            if len(said) > 1:
                first, second = sorted(said.values())[:2]
                yield Trouble(file, second, _NAMES[key], say("This says otherwise than line {line} about the same project.", line=first))
        for line in group:
            yield from _piece_troubles(file, line, met)


def _piece_troubles(file: str, line: Record, met: dict[str, int]) -> Iterator[Trouble]:
    serial, name = line.values["serial"], line.values["name"]
    if serial and serial in met:
        yield Trouble(file, line.line, _NAMES["serial"], say("This serial number stands in line {line} already.", line=met[serial]))
    if serial:
        met[serial] = line.line
    if serial and not name:
        yield Trouble(file, line.line, _NAMES["name"], say("Name the piece of equipment."))
    others = ("name", "model", "place", "piece_accepted_on", "piece_months")
    if not serial and any(line.values[key] is not None for key in others):
        yield Trouble(file, line.line, _NAMES["serial"], say("Write the serial number; it says which piece is meant."))


def _taking(group: list[Record], sheet: Sheet | None) -> Taking:
    before = project(sheet) if sheet else None
    said: dict[str, Any] = {key: next((line.values[key] for line in group if line.values[key] is not None), None) for key in _PROJECT}
    base = before or ProjectRecorded(said["customer"], said["project"])
    # An empty cell says nothing: what is known stays.
    after = evolve(base, **{key: value for key, value in said.items() if value is not None})
    there = {piece.serial: piece for piece in equipment(sheet)} if sheet else {}
    pieces = (_piece(line.values, there.get(line.values["serial"])) for line in group if line.values["serial"])
    return Taking(sheet.id if sheet else None, group[0].line, before, after, tuple(p for p in pieces if there.get(p.serial) != p))


def _piece(said: Mapping[str, Any], there: Equipment | None) -> Equipment:
    base = there or Equipment(said["serial"], said["name"])
    values = {
        "name": said["name"],
        "model": said["model"],
        "place": said["place"],
        "accepted_on": said["piece_accepted_on"],
        "warranty_months": said["piece_months"],
    }
    return evolve(base, **{key: value for key, value in values.items() if value is not None})


def _refused(file: str, taking: Taking, lines: Iterable[Record], ground: Ground) -> Iterator[Trouble]:
    """What the gates say, at the line it comes from."""
    blank = new_sheet(SheetId(""), "archive")
    for one in objections(blank, taking.after, ground):
        yield Trouble(file, taking.line, _NAMES.get(one.field or "", ""), one.words)
    at = {line.values["serial"]: line.line for line in lines}
    for piece in taking.pieces:
        for one in objections(blank, EquipmentInstalled(piece), ground):
            yield Trouble(file, at[piece.serial], _NAMES[_FIELDS[one.field or "equipment.serial"]], one.words)
