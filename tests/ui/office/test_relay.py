"""Telling the clerk what a customer said, in two fields (P1.1, P1.4)."""

import asyncio

import flet as ft
import pytest

from field_app.domain.facts import EVERYONE, TYPES, Role
from field_app.domain.repair import intake
from field_app.domain.repair.intake import RequestTaken
from field_app.ui.office.relay import heard
from field_app.ui.routes import navigation
from tests.ui.harness import running, shelf_with
from tests.ui.office.scene import DESK, PHONE
from tests.ui.stand_ins import identity


@pytest.mark.parametrize(
    ("who", "customer", "phone"),
    [
        ("宏达机械厂王工 13800138000", "宏达机械厂王工", "13800138000"),
        ("138 0013 8000，王工", "王工", "138 0013 8000"),
        ("025-83451234 启航小学", "启航小学", "025-83451234"),
        ("王工，没留电话", "王工，没留电话", ""),
        ("3 栋 2 单元", "3 栋 2 单元", ""),
    ],
)
def test_p1_4_a_phone_number_among_the_words_is_taken_for_one(who: str, customer: str, phone: str) -> None:
    known = heard(who, "道闸抬不起来")
    assert (known.customer, known.phone, known.fault) == (customer, phone, "道闸抬不起来")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_p1_4_an_employee_relays_a_request_with_two_fields_and_their_name(size: tuple[int, int]) -> None:
    async def story() -> None:
        shelf = shelf_with(identity("chen", "陈工", "employee"))
        async with running(None, "/relay", shelf=shelf, width=size[0], height=size[1]) as app:
            await app.type("Customer and phone number", "宏达机械厂王工 13800138000")
            await app.type("What is broken", "道闸抬不起来")
            await app.tap("Tell the clerk")
            app.see("is with the clerk", "宏达机械厂王工")
            (sheet,) = app.services.store.sheets("repair")
            taken = sheet.said(RequestTaken)
            assert taken
            assert (taken.way, taken.relayed_by, taken.request.phone) == ("relayed", "陈工", "13800138000")
            assert "wanted" in intake.missing(sheet)

    asyncio.run(story())


@pytest.mark.parametrize("role", sorted(EVERYONE - {"clerk", "supervisor"}))
def test_p1_4_whoever_a_customer_tells_finds_the_two_fields_and_may_record_them(role: Role) -> None:
    async def story() -> None:
        async with running(None, "/relay", shelf=shelf_with(identity("chen", "陈工", role))) as app:
            await app.type("Customer and phone number", "宏达机械厂王工 13800138000")
            await app.type("What is broken", "道闸抬不起来")
            await app.tap("Tell the clerk")
            (sheet,) = app.services.store.sheets("repair")
            assert role in TYPES[sheet.entries[0].fact.type].by, "the office would refuse it"
            assert any(page.path == "relay" for page in navigation(frozenset({role})))

    asyncio.run(story())


def test_p1_4_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost() -> None:
    async def story() -> None:
        async with running(None, "/relay", shelf=shelf_with(identity("chen", "陈工", "employee"))) as app:
            await app.type("What is broken", "道闸抬不起来")
            await app.tap("Tell the clerk")
            assert "who the customer is" in str(app.find(ft.TextField, "Customer and phone number").error)
            assert app.find(ft.TextField, "What is broken").value == "道闸抬不起来"
            assert app.services.store.sheets("repair") == ()

    asyncio.run(story())


def test_it_is_the_first_page_of_whoever_is_an_employee_only() -> None:
    async def story() -> None:
        async with running(None, "/", shelf=shelf_with(identity("chen", "陈工", "employee"))) as app:
            app.see("A customer told me")

    asyncio.run(story())
