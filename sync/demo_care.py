"""What came after the demo company's cases: half a year of them closed, complaints, return visits. Invented, and past every gate."""

import random
from datetime import timedelta

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintReceived, CustomerHeard
from field_app.domain.followup.planning import plan
from field_app.domain.followup.return_visit import Mark, ReturnCallTried, ReturnVisitMade
from field_app.domain.repair.intake import request
from sync.demo import CLERK, LI, PROJECTS, SUPERVISOR, WANG, DemoCase, Storyteller, archive_sheet, demo_id, tell_case

FAULTS = (
    ("门开合有异响", "滑块磨损", "更换滑块，清洁地坎，试运行正常。"),
    ("设备不动作，指示灯亮", "接触器触点烧蚀", "更换接触器，测绝缘，试机正常。"),
    ("时好时坏，重启后恢复", "接线端子松动", "紧固端子，重新压接，连续运行一小时正常。"),
    ("屏幕报故障代码", "传感器脏污", "清洁传感器并校准，故障代码消失。"),
)
# Cases a month, the oldest month first; this many days apart they never meet on one technician's day.
A_MONTH = (6, 7, 5, 8, 7, 9)


def tell_history(story: Storyteller) -> None:
    """Closed cases of the last half year, so that indicators have months to compare."""
    chance = random.Random(20261123)  # noqa: S311 - the same company at every start
    for back, count in zip(range(len(A_MONTH), 0, -1), A_MONTH, strict=True):
        for place in range(count):
            _closed(story, chance, -30 * back - 8 + place * 3)


def _closed(story: Storyteller, chance: random.Random, day: int) -> None:
    project = chance.randrange(len(PROJECTS))
    if PROJECTS[project].accepted < -day + 2:
        project = len(PROJECTS) - 1
    fault, cause, work = chance.choice(FAULTS)
    charged = PROJECTS[project].accepted + day > PROJECTS[project].months * 30
    tell_case(
        story,
        DemoCase(
            project,
            chance.randrange(len(PROJECTS[project].pieces)),
            fault,
            day,
            f"{chance.randrange(8, 11)}:{chance.randrange(10, 60)}",
            "尽快",
            "closed",
            chance.choice((WANG, LI)),
            cause,
            window=(day + chance.choice((0, 1, 1, 2)), f"{chance.randrange(13, 17)}:00", 60),
            charge=(("L-01", 50), ("T-01", 100)) if charged else (),
            work=work,
            late=chance.choice((0, 0, 0, 0, 0, 75)),
            fare_fen=chance.choice((200, 400, 600, 1800)),
            face=chance.choice(("very_satisfied", "very_satisfied", "satisfied", "satisfied", "neutral")),
        ),
    )


def tell_care(story: Storyteller) -> None:
    """Two complaints on their way, and the return visits the rule called for a while ago: some made, one not reached."""
    _complaints(story)
    rule = story.policy(story.now).return_visits
    day = day_of(story.now) - timedelta(days=12)
    repairs = [sheet for sheet in story.sheets.values() if sheet.kind == "repair"]
    archives = [sheet for sheet in story.sheets.values() if sheet.kind == "archive"]
    for place, proposal in enumerate(plan(repairs, archives, [], rule, day)[:6]):
        called = story.at(-9 + place, "10:00")
        story.record(CLERK, proposal.id, "return_visit", called - timedelta(days=3), proposal.visit)
        if place < 3:
            marks = tuple(Mark(question.code, 5 - place) for question in story.policy(story.now).questions) or (Mark("overall", 5 - place),)
            story.record(CLERK, proposal.id, "return_visit", called, ReturnVisitMade("phone", marks, "师傅来得快，修得好。"))
        elif place == 3:
            story.record(CLERK, proposal.id, "return_visit", called, ReturnCallTried(day_of(called) + timedelta(days=4), "说在开会"))


def _complaints(story: Storyteller) -> None:
    closed = [sheet for sheet in story.sheets.values() if sheet.kind == "repair"][:2]
    for place, sheet in enumerate(closed):
        known = request(sheet)
        received = ComplaintReceived(
            f"{story.today:%y%m%d}-A2C-0{place + 1}",
            known.customer,
            "delay" if place else "manner",
            ("约好九点，十一点才到，也没打电话。", "师傅进门没穿鞋套，地毯踩脏了。")[1 - place],
            known.project,
            known.contact,
            known.phone,
            archive_sheet(9 if place == 0 else 0),
            sheet.id,
        )
        on = SheetId(demo_id(6, place + 1))
        story.record(CLERK, on, "complaint", story.at(-6 + place, "9:30"), received)
        due = day_of(story.at(-3 + 5 * place, "9:00"))
        story.record(SUPERVISOR, on, "complaint", story.at(-6 + place, "10:00"), ComplaintAssigned(LI.id if place else SUPERVISOR.id, due))
        if place:
            answer = ComplaintAnswered("路上堵车没通知", "当面道歉，说明原因", "迟到十分钟以上先打电话")
            story.record(LI, on, "complaint", story.at(-3, "15:00"), answer)
            story.record(CLERK, on, "complaint", story.at(-2, "9:00"), CustomerHeard(content=True, words="可以，下次注意。"))
