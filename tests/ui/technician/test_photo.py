"""Photos in every step that asks for them, and on the case itself (P2.2, P4.1, P5.1, P6.1, P6.4, P7.1)."""

from typing import Any

import flet as ft

from field_app.domain.photo import PhotoAdded, photos
from field_app.domain.repair.arrival import ArrivalChecked
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.takeback import PieceReturned, TakenBack, shown_slip
from tests.pictures import camera_exif, picture
from tests.ui.technician import scene
from tests.ui.technician.test_checks import PAGE as CHECKS
from tests.ui.technician.test_checks import THERE
from tests.ui.technician.test_takeback import taken, to_take
from tests.ui.technician.visit_scene import CASE, inside, play, recorded, screen, sign_by_hand, visit


async def choose_from_gallery(app: Any, *seeds: int) -> None:
    await app.pick(*(picture(seed) for seed in seeds))
    await app.until("Photo, from the gallery")


def test_p2_2_photos_with_a_word_are_added_from_the_case_page() -> None:
    async def story() -> None:
        async with screen("photo", visit()) as app:
            await app.tap("Save the photos")
            app.see("Take a photo or choose one first.")
            await app.type("What it shows", "控制箱")
            await app.pick(picture(1), picture(2, exif=camera_exif()))
            await app.until("8:15")
            await app.tap("Save the photos")
            app.see("Next: Diagnose")
            assert [entry.body.caption for entry, _ in photos(app.services.sheet(CASE))] == ["控制箱", "控制箱"]
            await app.tap("Photo")
            app.see("On this sheet so far")
            await app.until("not yet at the office")

    play(story)


def test_p4_1_a_photo_belongs_to_its_item() -> None:
    async def story() -> None:
        async with scene.on_phone(CHECKS, THERE) as app:
            app.see_not("From the gallery")
            await app.choose("Clean clothes", "no")
            await choose_from_gallery(app, 1)
            await app.type("Why not?", "下雨")
            await app.tap("All others: yes")
            await app.tap("Save the checks")
            answers = recorded_checks(app).answers
            assert [len(answer.photos) for answer in answers] == [1, 0, 0]

    scene.play(story)


def recorded_checks(app: Any) -> ArrivalChecked:
    return scene.recorded(app, ArrivalChecked)


def test_p5_1_photos_of_the_fault_go_into_the_diagnosis_and_survive_leaving_the_page() -> None:
    async def story() -> None:
        async with screen("diagnose", visit()) as app:
            await choose_from_gallery(app, 1)
            await app.type("Cause", "皮带断")
            await app.arrive(f"/case/{CASE}")
            await app.tap("Next: Diagnose")
            await app.until("Photo, from the gallery")
            await app.type("Piece of equipment", "门机")
            await app.tap("Save the diagnosis")
            assert len(recorded(app, Diagnosed).photos) == 1

    play(story)


def test_p6_1_photos_of_the_condition_are_on_the_slip_the_customer_signs() -> None:
    told = to_take()

    async def story() -> None:
        async with screen("take-back", told) as app:
            await app.type("Condition: looks, damage, missing parts", "左上角划痕")
            await choose_from_gallery(app, 1)
            await app.tap("Show the slip, to sign")
            app.see("1 photo")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            slip = recorded(app, TakenBack)
            (piece,) = slip.pieces
            assert len(piece.photos) == 1
            assert slip.shown == fingerprint(shown_slip(told.sheet, slip.slip, slip.pieces, slip.promised_on))

    play(story)


def test_p6_4_photos_as_it_was_handed_over_go_with_each_piece() -> None:
    async def story() -> None:
        async with screen("return", taken()) as app:
            await choose_from_gallery(app, 1)
            await app.tap("Have the customer sign")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            assert len(recorded(app, PieceReturned).photos) == 1

    play(story)


def test_p7_1_photos_of_the_work_go_into_the_record() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            await choose_from_gallery(app, 1, 2)
            await app.type("What was done", "换皮带")
            await app.tap("I explained the solution to the customer")
            await app.tap("Save the record")
            assert len(recorded(app, WorkRecorded).photos) == 2

    play(story)


def test_a_photo_of_somebody_else_comes_from_the_office_or_is_said_to_be_missing() -> None:
    from tests.pictures import named
    from tests.ui.stand_ins import FakeNetwork

    network = FakeNetwork()
    came, missing = picture(7), picture(8)
    network.photos[named(came).sha256] = came
    told = visit().arrives(PhotoAdded(named(came)), PhotoAdded(named(missing)))

    async def story() -> None:
        async with screen("photo", told, network=network) as app:
            await app.until("Photo missing")
            assert len([one for one in app.controls() if isinstance(one, ft.Image)]) == 1
            network.photos[named(missing).sha256] = missing
            await app.tap("Photo missing")
            assert len([one for one in app.controls() if isinstance(one, ft.Image)]) == 2

    play(story)


def test_without_network_a_photo_that_isnt_here_says_so_and_nothing_breaks() -> None:
    from tests.pictures import named
    from tests.ui.stand_ins import FakeNetwork

    async def story() -> None:
        async with screen("photo", visit().arrives(PhotoAdded(named(picture(7)))), network=FakeNetwork("offline")) as app:
            await app.until("No network")

    play(story)
