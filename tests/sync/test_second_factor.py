"""The second factor: set up, asked for, recovered, and not to be guessed or used twice (F55, F57)."""

import pyotp
import pytest

from field_app.domain.facts import SheetId
from field_app.domain.person import PersonDisabled
from sync.protocol import Refused
from sync.server.access import Access
from sync.server.second_factor import STEP_SECONDS
from tests.cast import ACCOUNTANT, ADMIN, PASSWORD, QUICK, Company
from tests.sync.doors import Doors
from tests.sync.test_access import Seconds

WHO = ACCOUNTANT.user


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def access(here: Company, seconds: Seconds) -> Access:
    access = Access(here.office.database, here.office.settings.company, seconds, QUICK)
    access.set_password(WHO, PASSWORD)
    return access


class Authenticator:
    """The app on the accountant's phone."""

    def __init__(self, secret: str, seconds: Seconds) -> None:
        self._totp, self._seconds = pyotp.TOTP(secret), seconds

    def code(self, steps: int = 0) -> str:
        return self._totp.at(int(self._seconds.now) + steps * STEP_SECONDS)


@pytest.fixture
def its(access: Access, seconds: Seconds) -> Authenticator:
    return Authenticator(access.begin_second_factor(WHO)[0], seconds)


@pytest.fixture
def recovery(access: Access, its: Authenticator, seconds: Seconds) -> tuple[str, ...]:
    codes = access.second.confirm(WHO, its.code())
    seconds.now += STEP_SECONDS
    return codes


def refusal(access: Access, second: str, password: str = PASSWORD) -> str:
    with pytest.raises(Refused) as refused:
        access.sign_in("accountant", password, "desk", second=second)
    return refused.value.reason


def test_it_is_not_asked_for_before_a_code_was_shown(access: Access, its: Authenticator):
    assert access.sign_in("accountant", PASSWORD, "desk").user == WHO


def test_it_is_confirmed_by_a_right_code_only(access: Access, its: Authenticator):
    with pytest.raises(Refused, match="second_factor"):
        access.second.confirm(WHO, "000000")
    assert not access.second.is_set(WHO)


def test_the_address_is_what_authenticator_apps_read(access: Access):
    secret, address = access.begin_second_factor(WHO)
    assert pyotp.parse_uri(address).secret == secret
    assert address.startswith("otpauth://totp/field-app:accountant?")


def test_once_set_signing_in_takes_password_and_code(access: Access, its: Authenticator, recovery: tuple[str, ...]):
    assert refusal(access, "") == "second_factor"
    assert access.sign_in("accountant", PASSWORD, "desk", second=f"{its.code()[:3]} {its.code()[3:]}").user == WHO


def test_a_wrong_password_is_told_before_the_code_is_looked_at(access: Access, its: Authenticator, recovery: tuple[str, ...]):
    assert refusal(access, its.code(), password="wrong") == "sign_in"
    assert access.sign_in("accountant", PASSWORD, "desk", second=its.code())


def test_f55_a_code_is_right_once(access: Access, its: Authenticator, recovery: tuple[str, ...]):
    access.sign_in("accountant", PASSWORD, "desk", second=its.code())
    assert refusal(access, its.code()) == "second_factor"


def test_f55_an_older_code_is_not_right_after_a_newer_one(access: Access, its: Authenticator, recovery: tuple[str, ...]):
    access.sign_in("accountant", PASSWORD, "desk", second=its.code(1))
    assert refusal(access, its.code(0)) == "second_factor"


@pytest.mark.parametrize(("steps", "is_right"), [(-1, True), (1, True), (2, False), (-2, False)])
def test_a_phone_half_a_minute_off_is_forgiven(access: Access, its: Authenticator, recovery, seconds: Seconds, steps: int, is_right: bool):
    seconds.now += 5 * STEP_SECONDS
    if is_right:
        assert access.sign_in("accountant", PASSWORD, "desk", second=its.code(steps))
    else:
        assert refusal(access, its.code(steps)) == "second_factor"


def test_each_recovery_code_gets_in_once(access: Access, recovery: tuple[str, ...]):
    assert len(set(recovery)) == 10
    assert access.sign_in("accountant", PASSWORD, "desk", second=recovery[0].upper()).user == WHO
    assert refusal(access, recovery[0]) == "second_factor"
    assert access.sign_in("accountant", PASSWORD, "desk", second=recovery[1]).user == WHO


def test_recovery_codes_are_not_kept(here: Company, recovery: tuple[str, ...]):
    kept = str(here.rows("select * from recovery_codes"))
    assert not any(code.replace("-", "") in kept for code in recovery)


def test_f57_codes_are_guessed_no_faster_than_passwords(access: Access, its: Authenticator, recovery: tuple[str, ...], seconds: Seconds):
    guesses, start = 0, seconds.now
    while seconds.now < start + 3600:
        guesses += refusal(access, "123456") == "second_factor"
        seconds.now += 10
    assert guesses < 10


def test_a_one_time_code_does_not_stand_in_for_it_and_is_not_spent_by_trying(access: Access, its: Authenticator, recovery: tuple[str, ...]):
    code, _until = access.codes.make(WHO, ADMIN.user)
    with pytest.raises(Refused, match="second_factor"):
        access.enrol_by_code(code, "desk")
    assert access.enrol_by_code(code, "desk", its.code()).user == WHO


def test_another_one_cannot_be_begun_while_one_is_in_force(access: Access, recovery: tuple[str, ...]):
    with pytest.raises(Refused, match="second_factor_set"):
        access.begin_second_factor(WHO)


def test_over_http_it_is_set_up_asked_for_and_removed_with_a_code(here: Company):
    here.office.access.set_password(WHO, PASSWORD)
    doors = Doors(here)
    mine = doors.of(ACCOUNTANT)
    begun = mine.post("/v1/second-factor").json()
    codes = pyotp.TOTP(begun["secret"])
    recovery = mine.post("/v1/second-factor/confirm", code=codes.now()).json()["recovery"]
    assert mine.get("/v1/second-factor").json() == {"p": 1, "is_set": True}
    assert doors.admin.get("/v1/devices").json()["second_factor"] == [WHO]
    refused = doors.post("/v1/sign-in", login="accountant", password=PASSWORD)
    assert (refused.status_code, refused.json()["reason"]) == (403, "second_factor")
    assert mine.post("/v1/second-factor/remove", code="000000").status_code == 403
    assert mine.post("/v1/second-factor/remove", code=recovery[0]).status_code == 200
    assert doors.post("/v1/sign-in", login="accountant", password=PASSWORD).status_code == 200


def test_an_administrator_removes_it_for_who_lost_phone_and_recovery_codes(here: Company, access: Access, recovery: tuple[str, ...]):
    assert Doors(here).admin.ask("DELETE", f"/v1/people/{WHO}/second-factor").status_code == 200
    assert access.sign_in("accountant", PASSWORD, "desk").user == WHO


def test_f56_a_disabled_person_is_not_asked_for_it(here: Company, access: Access, recovery: tuple[str, ...]):
    here.record(ADMIN, SheetId(WHO), PersonDisabled("离职"))
    assert refusal(access, "") == "sign_in"
