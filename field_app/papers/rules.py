"""The fee standard in force 超过保质期后的维修费用标准 (P8.2, P9.1)."""

from field_app.domain.errors import say
from field_app.domain.money import yuan
from field_app.domain.policy import Fee, Policy
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.form import Band, Box, Boxes, Code, Note, Paper, Said, day, grid, joined, pair, pairs
from field_app.papers.words import word

CODE = Code(say("Repair fee standard outside warranty"), "FW-09")


def fee_standard(policy: Policy | None, around: Around) -> Paper:
    """One version as it was approved; blank for None."""
    fees = sorted(policy.fees, key=lambda fee: list(labels.FEES).index(fee.kind)) if policy else []
    head = [(say("Code"), 3), (say("Kind"), 4), (say("What"), 10), (say("Unit"), 3), (say("Price"), 4)]
    rows = [(fee.code, word(labels.FEES, fee.kind), _named(fee, around), fee.unit, f"¥{yuan(fee.price_fen)}") for fee in fees]
    limit = f"¥{yuan(policy.cash_limit_fen)}" if policy else ""
    excluded = joined(one.english if around.language == "en" and one.english else one.text for one in policy.exclusions) if policy else ""
    parts = (
        pairs(
            pair(say("Version"), policy.label if policy else ""), pair(say("In force from"), day(policy.effective_on if policy else None))
        ),
        grid(head, rows, least=12 if policy is None else 0, right=frozenset({4})),
        Band(say("Charged even in warranty")),
        Note(excluded or "—", small=False),
        pairs(pair(say("Cash up to"), limit, 20)),
        Boxes((Box(say("Drafted by the supervisor")), Box(say("Approved by the director")))),
    )
    return Paper(CODE, parts)


def _named(fee: Fee, around: Around) -> Said:
    return fee.english if around.language == "en" and fee.english else fee.name
