"""Tokens at rest on a device with a keystore: a copy of the files opens no door, and nobody loses anything by it."""

import pytest
from attrs import evolve

from field_app.domain.facts import DeviceId
from field_app.store.memory import MemoryPlaces
from field_app.store.seal import Seal
from field_app.store.shelf import Shelf
from tests.store.making import directions, identity, texts

SECRET, OTHER = bytes(range(32)), bytes(32)
WANG, LI = DeviceId("wang1"), DeviceId("li1")


def on_disk(places: MemoryPlaces) -> bytes:
    return b"".join(bytes(slot.data) for slots in places.slots.values() for slot in slots)


@pytest.fixture
def places() -> MemoryPlaces:
    return MemoryPlaces()


@pytest.fixture
def token() -> str:
    return "kH3-secret-token-of-this-device-0123456789_x"


def enrolled(places: MemoryPlaces, token: str, secret: bytes) -> Shelf:
    shelf = Shelf(places, Seal(secret))
    shelf.create(evolve(identity("wang1"), token=token))
    return shelf


def test_with_a_secret_the_token_lies_in_no_file_and_is_there_after_a_restart(places, token):
    enrolled(places, token, SECRET)
    assert token.encode() not in on_disk(places)
    assert Shelf(places.restarted(), Seal(SECRET)).current().identity.token == token


def test_a_token_that_lay_open_is_sealed_at_the_first_start_with_a_secret(places, token):
    enrolled(places, token, b"").current().record([directions("left of the gate")])
    assert token.encode() in on_disk(places)
    later = places.restarted()
    shelf = Shelf(later, Seal(SECRET))
    assert shelf.current().identity.token == token
    assert token.encode() not in on_disk(later)
    again = Shelf(later.restarted(), Seal(SECRET))
    assert again.current().identity.token == token
    assert texts(again.current().sheet("s1")) == ["left of the gate"]


@pytest.mark.parametrize("secret", [b"", OTHER], ids=["no secret any more", "another one"])
def test_a_copy_without_the_secret_has_everything_recorded_but_opens_no_door(places, token, secret):
    enrolled(places, token, SECRET).current().record([directions("left of the gate")])
    copied = Shelf(places.restarted(), Seal(secret)).current()
    assert copied.identity.token == ""
    assert (copied.identity.user, texts(copied.sheet("s1"))) == ("wang", ["left of the gate"])


def test_a_keystore_that_fails_for_once_loses_nothing(places, token):
    enrolled(places, token, SECRET)
    assert Shelf(places.restarted(), Seal()).current().identity.token == ""
    assert Shelf(places.restarted(), Seal(SECRET)).current().identity.token == token


@pytest.mark.parametrize("kept", ["sealed:", "sealed:zz", "sealed:00", "sealed:" + "00" * 40])
def test_what_cannot_be_opened_is_no_token(kept):
    assert Seal(SECRET).open(kept, WANG) == ""


@pytest.mark.parametrize("length", [1, 31, 32, 33, 64, 200])
def test_tokens_of_any_length_come_back_and_only_for_their_device(length):
    seal, token = Seal(SECRET), "x" * length
    assert seal.open(seal.close(token, WANG), WANG) == token
    assert seal.open(seal.close(token, WANG), LI) == ""
    assert seal.close(token, WANG) != seal.close(token, LI)


def test_without_a_secret_all_stays_as_it_is():
    seal = Seal()
    assert (seal.close("t", WANG), seal.open("t", WANG), seal.pepper("hash"), seal.is_to_close("t")) == ("t", "t", "hash", False)
