"""A whole visit in warranty, from the call to the report, offline, by one technician's thumb."""

from field_app.domain.repair.signoff import status
from tests.ui.harness import AppUnderTest, running
from tests.ui.stand_ins import FakeNetwork
from tests.ui.technician.scene import assigned, phone, play, sheet_of, tick
from tests.ui.technician.visit_scene import sign_by_hand

MOST_TAPS = 45


class Thumb:
    """Counts what is tapped, ticked, typed and drawn."""

    def __init__(self, app: AppUnderTest) -> None:
        self.app, self.touches = app, 0

    async def tap(self, *words: str) -> None:
        for one in words:
            self.touches += 1
            await self.app.tap(one)

    async def tick(self, sentence: str) -> None:
        self.touches += 1
        await tick(self.app, sentence)

    async def type(self, label: str, text: str) -> None:
        self.touches += 1
        await self.app.type(label, text)

    async def sign(self) -> None:
        self.touches += 1
        await sign_by_hand(self.app)


def test_a_whole_visit_in_warranty_is_walked_offline_without_a_dead_end_in_at_most_45_touches() -> None:
    async def story() -> None:
        async with running(None, "/today", shelf=phone(assigned()), network=FakeNetwork(state="offline"), language="en") as app:
            thumb = Thumb(app)
            await _until_the_repair(thumb)
            await _until_the_report(thumb)
            assert status(sheet_of(app)) == "to_sign_off"
            assert thumb.touches <= MOST_TAPS, thumb.touches
            assert not app.assembly.log.text()

    play(story)


async def _until_the_repair(thumb: Thumb) -> None:
    await thumb.tap("海晟大厦物业服务处 · 电梯门机")
    await thumb.tick("Told: in warranty")
    await thumb.tap("Save the appointment", "Next: Set out", "Set out: Taxi", "Next: Arrive")
    await thumb.tap("Next: Arrival checks", "All others: yes", "Save the checks")
    await thumb.tap("Next: Diagnose", "Take over: 皮带打滑", "Save the diagnosis")
    await thumb.tap("Next: Decide the warranty", "Confirm 1 piece")


async def _until_the_report(thumb: Thumb) -> None:
    await thumb.tap("Next: Record the work", "Fill in from the diagnosis")
    await thumb.tick("explained")
    await thumb.tap("Save the record")
    thumb.app.see("Record saved.")
    await thumb.tap("Next: Customer signs the record", "Very satisfied")
    thumb.app.see_not("Record saved.")  # nothing of ours lies over what the customer writes on
    await thumb.sign()
    await thumb.tap("Confirm the signature", "Confirm the signature", "Next: Leave", "Next: Report to the supervisor")
    await thumb.tap("Send the report")
