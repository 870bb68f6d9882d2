"""The people of the rules' tests, and the company's rules they work by."""

from datetime import date

from attrs import frozen

from field_app.domain.facts import DeviceId, Role, UserId
from field_app.domain.policy import CheckItem, Exclusion, Fee, Policy


@frozen
class Person:
    """Someone who acts, each on a device of their own."""

    user: UserId
    name: str
    roles: frozenset[Role]

    @property
    def device(self) -> DeviceId:
        return DeviceId(f"phone-{self.user}")


def _person(user: str, name: str, *roles: Role) -> Person:
    return Person(UserId(user), name, frozenset(roles))


CLERK = _person("chen", "陈静", "clerk")
SUPERVISOR = _person("zhou", "周主管", "supervisor")
WANG = _person("wang", "王工", "technician")  # has the case
LI = _person("li", "李工", "technician")  # a colleague
ZHAO = _person("zhao", "赵工", "technician")  # has nothing to do with it
ACCOUNTANT = _person("sun", "孙会计", "accountant")
DIRECTOR = _person("gao", "高总", "director")
EMPLOYEE = _person("qian", "钱师傅", "employee")
BENCH = _person("zheng", "郑师傅", "bench")
ADMIN = _person("admin", "管理员", "admin")
EVERYBODY = (CLERK, SUPERVISOR, WANG, LI, ZHAO, ACCOUNTANT, DIRECTOR, EMPLOYEE, ADMIN)

POLICY = Policy(
    label="2026-1",
    effective_on=date(2026, 1, 1),
    checklist=(CheckItem("neat", "仪容整洁"), CheckItem("covers", "进门前穿鞋套"), CheckItem("asked", "再问一遍故障")),
    fees=(
        Fee("labour", "labour", "人工", "小时", 12_000),
        Fee("board", "part", "主板", "块", 36_000),
        Fee("filter", "wear_part", "滤网", "片", 4_500),
    ),
    exclusions=(Exclusion("misuse", "使用不当"), Exclusion("lightning", "雷击"), Exclusion("others", "他人改动")),
    cash_limit_fen=50_000,
)
