"""Signing in and out, guessing, and who may know what (F55 to F57)."""

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.person import PersonAdded, PersonDisabled, RolesGiven
from sync.protocol import Refused, SignedOut
from sync.server.access import Access, tag
from sync.server.guessing import FREE_TRIES, LONGEST_WAIT
from tests.cast import ADMIN, LI, PASSWORD, QUICK, WANG, Company, new_id

HOUR = 3600


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def access(here: Company, seconds: Seconds) -> Access:
    access = Access(here.office.database, here.office.settings.company, seconds, QUICK)
    access.set_password(WANG.user, PASSWORD)
    return access


def refusal(access: Access, login: str, password: str, token: str = "") -> tuple[str, int]:
    with pytest.raises(Refused) as refused:
        access.sign_in(login, password, "phone", token)
    return refused.value.reason, refused.value.status


def test_signing_in_again_tells_how_far_the_office_has_the_journals_before(here: Company, access: Access):
    """F10, F14: an answer lost before the journal ended must not make its facts be recorded a second time."""
    before = here.phone(WANG)
    before.note(here.open_case())
    before.sync()
    again = access.sign_in("wang", PASSWORD, "phone")
    assert dict(again.heads)[before.device.identity.device] == 1


def test_the_right_password_makes_a_journal_of_its_own(access: Access):
    first, second = (access.sign_in("wang", PASSWORD, "phone") for _ in range(2))
    assert (first.user, first.name, first.roles) == (WANG.user, "王工", {"technician"})
    assert first.device != second.device and first.tag != second.tag and first.token != second.token


def test_a_name_is_taken_as_it_is_typed_on_a_phone(access: Access):
    assert access.sign_in("  Wang ", PASSWORD, "phone").user == WANG.user


def test_f56_wrong_password_unknown_person_disabled_person_and_no_password_get_one_answer(here: Company, access: Access):
    access.set_password(ADMIN.user, PASSWORD)
    here.record(ADMIN, SheetId(LI.user), PersonDisabled("离职"))
    access.set_password(LI.user, PASSWORD)
    tries = (("wang", "wrong"), ("nobody", PASSWORD), ("li", PASSWORD), ("zhao", ""))
    answers = {refusal(access, login, password) for login, password in tries}
    assert answers == {("sign_in", 403)}


def test_f56_an_unknown_person_costs_the_work_of_a_known_one(access: Access, monkeypatch: pytest.MonkeyPatch):
    verified = []
    verify = QUICK.verify
    monkeypatch.setattr(QUICK, "verify", lambda password, kept: verified.append(password) or verify(password, kept))
    refusal(access, "wang", "wrong")
    refusal(access, "nobody", "wrong")
    assert verified == ["wrong", "wrong"]


def test_f57_an_account_stands_fewer_than_ten_guesses_in_an_hour(access: Access, seconds: Seconds):
    guesses, start = 0, seconds.now
    while seconds.now < start + HOUR:
        guesses += refusal(access, "wang", f"guess {guesses}")[0] == "sign_in"
        seconds.now += 10
    assert guesses < 10


def test_f57_a_device_known_to_the_account_gets_in_while_strangers_guess(access: Access, seconds: Seconds):
    known = access.sign_in("wang", PASSWORD, "phone")
    for place in range(20):
        refusal(access, "wang", f"guess {place}")
    assert refusal(access, "wang", PASSWORD)[0] == "wait"
    assert access.sign_in("wang", PASSWORD, "phone", known.token).user == WANG.user


def test_f57_another_persons_device_is_no_way_around(access: Access):
    access.set_password(LI.user, PASSWORD)
    other = access.sign_in("li", PASSWORD, "phone")
    for place in range(20):
        refusal(access, "wang", f"guess {place}")
    assert refusal(access, "wang", PASSWORD, other.token)[0] == "wait"


def test_f57_the_right_password_gets_in_once_the_wait_is_over(access: Access, seconds: Seconds):
    for place in range(30):
        refusal(access, "wang", f"guess {place}")
    seconds.now += LONGEST_WAIT + 1
    assert access.sign_in("wang", PASSWORD, "phone").user == WANG.user


def test_f57_a_few_slips_of_the_finger_cost_no_waiting(access: Access):
    for _ in range(FREE_TRIES - 1):
        refusal(access, "wang", "slip")
    assert access.sign_in("wang", PASSWORD, "phone")


def test_f57_waiting_is_told_in_seconds(access: Access):
    for _ in range(FREE_TRIES + 1):
        refusal(access, "wang", "x")
    with pytest.raises(Refused) as refused:
        access.sign_in("wang", PASSWORD, "phone")
    assert 0 < refused.value.wait_seconds <= LONGEST_WAIT + 1


def test_a_token_opens_nothing_but_its_own_journal_and_is_not_kept(here: Company, access: Access):
    identity = access.sign_in("wang", PASSWORD, "phone")
    kept = here.rows("select * from devices where device = ?", identity.device)
    assert identity.token not in str(kept)
    with here.office.database.read() as connection:
        assert access.who(connection, identity.token).device == identity.device
        with pytest.raises(SignedOut):
            access.who(connection, identity.token[:-1])


def test_passwords_are_kept_as_argon2(here: Company, access: Access):
    (kept,) = here.rows("select hash from passwords")[0]
    assert kept.startswith("$argon2id$") and PASSWORD not in kept


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_a_password_that_is_none_is_refused_in_its_own_word(access: Access, password: str):
    with pytest.raises(Refused, match="password"):
        access.set_password(WANG.user, password)


def test_ones_own_password_is_changed_with_the_old_one(access: Access):
    with pytest.raises(Refused, match="sign_in"):
        access.change_password(WANG.user, "wrong", "another good one")
    access.change_password(WANG.user, PASSWORD, "another good one")
    assert access.sign_in("wang", "another good one", "phone")
    assert refusal(access, "wang", PASSWORD) == ("sign_in", 403)


def test_an_account_name_taken_twice_stays_with_the_first(here: Company, access: Access):
    second = new_id()
    here.record(ADMIN, second, PersonAdded("wang", "另一个"), RolesGiven(("admin",)))
    assert access.sign_in("wang", PASSWORD, "phone").user == WANG.user


def test_tags_are_short_and_never_repeat():
    tags = [tag(place) for place in range(3000)]
    assert tags[:2] == ["A0", "A1"] and tags[240] == "A00"
    assert len(set(tags)) == 3000
    assert not any(letter in tag for tag in tags for letter in "IO")
