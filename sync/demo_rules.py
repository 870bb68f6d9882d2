"""The demo company's rules in two versions and a draft, and what its customers' contracts say. Invented, like all of the demo."""

from datetime import date, timedelta

from attrs import evolve

from field_app.domain.archive import ContractRecorded, DocumentFiled
from field_app.domain.policy import (
    CheckItem,
    Exclusion,
    Fee,
    Policy,
    Question,
    ReplacementRule,
    ReturnVisitRule,
    TimeLimits,
    TransportRule,
)

CHECKLIST = (
    CheckItem("appearance", "工作服整齐，工牌佩戴好", "Own appearance in order, badge worn"),
    CheckItem("shoe_covers", "进门前穿好鞋套", "Shoe covers on before entering"),
    CheckItem("identity", "向客户说明身份和来意", "Said who I am and why I came"),
    CheckItem("fault_asked", "向客户再问一遍故障", "Asked for the fault again"),
    CheckItem("fault_seen", "现场核对故障现象", "Fault checked on site"),
    CheckItem("power_off", "断电并挂牌", "Power off and tagged"),
    CheckItem("stop_told", "向客户说明要停机", "Told the customer it must be stopped"),
)
FEES = (
    Fee("L-01", "labour", "维修人工", "人天", 40000, "Labour"),
    Fee("T-01", "travel", "市内上门交通", "次", 3000, "Travel in town"),
    Fee("T-02", "travel", "郊县上门交通", "次", 8000, "Travel out of town"),
    Fee("H-01", "lodging", "住宿费", "晚", 22000, "Lodging"),
    Fee("M-01", "meals", "餐费", "天", 6000, "Meals"),
    Fee("P-101", "part", "门机控制板", "块", 68000, "Door operator board"),
    Fee("P-102", "part", "光幕", "套", 28000, "Light curtain"),
    Fee("P-201", "part", "交流接触器 CJX2-6511", "只", 38000, "AC contactor CJX2-6511"),
    Fee("P-202", "part", "充电枪线 7 kW", "根", 52000, "Charging cable 7 kW"),
    Fee("P-301", "part", "硬盘 4 TB 监控级", "块", 69000, "Surveillance disk 4 TB"),
    Fee("P-302", "part", "摄像机电源 12 V", "个", 4500, "Camera power supply 12 V"),
    Fee("P-401", "part", "门禁控制器主板", "块", 46000, "Access controller board"),
    Fee("P-402", "part", "读卡器", "个", 18000, "Card reader"),
    Fee("W-101", "wear_part", "门机皮带", "条", 16000, "Door operator belt"),
    Fee("W-102", "wear_part", "门滑块", "副", 6000, "Door sliders"),
    Fee("W-201", "wear_part", "UPS 蓄电池 12 V 38 Ah", "节", 42000, "UPS battery 12 V 38 Ah"),
    Fee("W-202", "wear_part", "对讲按键面板贴", "张", 2500, "Intercom key overlay"),
)
EXCLUSIONS = (
    Exclusion("misuse", "碰撞或使用不当", "Impact or misuse"),
    Exclusion("lightning", "雷击", "Lightning"),
    Exclusion("others_work", "他人改动过", "Others' work"),
    Exclusion("water", "进水", "Water"),
)
QUESTIONS = (
    Question("speed", "从报修到修好，速度满意吗？", "Content with how fast it was?"),
    Question("manner", "师傅的态度和仪容怎么样？", "How were the technician's manner and appearance?"),
    Question("quality", "修好以后用着怎么样？", "How does it work since the repair?"),
    Question("explained", "收费和原因讲清楚了吗？", "Were charges and causes explained?"),
)
TERMS = (
    "保修期内，因产品质量和安装质量引起的故障免费修理、更换。易损件按合同收费。碰撞、使用不当、雷击、进水、他人改动引起的损坏不在保修之列。"
)
WINTER = Policy("2026 年 1 月版", date(2026, 1, 1), CHECKLIST[:5], FEES[:12], EXCLUSIONS[:3], 50_000)
SUMMER = Policy(
    "2026 年 7 月版", date(2026, 7, 1), CHECKLIST, FEES, EXCLUSIONS, 50_000,
    questions=QUESTIONS, warranty_terms=TERMS,
    transport=TransportRule(far_districts=("江宁", "溧水")),
    replacement=ReplacementRule(years=8, repairs=3, percent_of_new=50),
    return_visits=ReturnVisitRule(every_nth=5, after_days=7, season_months=(4, 10)),
    limits=TimeLimits(agree_hours=4, arrive_hours=48, close_hours=168, late_minutes=10),
)  # fmt: skip
POLICIES = (WINTER, SUMMER)


def draft_of(today: date) -> Policy:
    """The supervisor's draft for next month: some prices up, some down, one new, one dropped, a check more."""
    starts = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    dearer = {"L-01": 42_500, "P-201": 34_500, "W-101": 17_500, "T-02": 9_000}
    kept = [evolve(fee, price_fen=dearer.get(fee.code, fee.price_fen)) for fee in FEES if fee.code != "P-301"]
    new = Fee("P-303", "part", "硬盘 6 TB 监控级", "块", 88_000, "Surveillance disk 6 TB")
    return evolve(
        SUMMER,
        label=f"{starts.year} 年 {starts.month} 月版",
        effective_on=starts,
        checklist=(*CHECKLIST, CheckItem("photo_before", "动手前拍一张全景", "Took a picture before starting", camera_only=True)),
        fees=(*kept, new),
        cash_limit_fen=60_000,
        limits=evolve(SUMMER.limits, agree_hours=2),
    )


CONTRACTS = {
    "海晟大厦客梯改造": (
        ContractRecorded(
            "HS-2025-031", date(2025, 3, 1), None,
            fees=(Fee("L-01", "labour", "维修人工", "人天", 36000, "Labour"), Fee("W-101", "wear_part", "门机皮带", "条", 14500, "Belt")),
            wear_parts=("门机皮带", "门滑块"),
            terms="人工按合同价，不分节假日；易损件按合同价收取，其余按收费标准九折。",
        ),
    ),
    "机房 UPS": (
        ContractRecorded(
            "WL-2024-007", date(2024, 1, 1), None,
            fees=(Fee("W-201", "wear_part", "UPS 蓄电池 12 V 38 Ah", "节", 39500, "UPS battery 12 V 38 Ah"),),
            wear_parts=("蓄电池",),
            terms="每年巡检两次；蓄电池更换按合同价，含旧电池回收。",
        ),
    ),
}  # fmt: skip
DOCUMENTS = {
    "海晟大厦客梯改造": (
        DocumentFiled("验收单", "2 台客梯门机改造，试运行 72 小时正常，物业周海燕签收。"),
        DocumentFiled("接线说明", "门机控制板 X3 端子：1、2 开门限位，3、4 关门限位，5 公共端。断电 5 分钟后再拔插。"),
    ),
}
