"""Published spending listings, and every extract that no other format claims."""

from ledger.gl.base import Format

FORMAT = Format(
    name="generic",
    title="Published listing or unknown system",
    types=(
        (r"^(CPN|KR|RE|PI|API|INV)$|invoice", "invoice"),
        (r"^(KG|CPC|CRN|CN)$|credit note|credit memo", "credit-note"),
        (r"payroll", "payroll"),
        (r"purchas(?:e|ing) card|procurement card|p-?card", "card"),
        (r"^budget|virement", "budget"),
        (r"^income|receipt", "income"),
    ),
    reads_blank_type=True,
    credit_by_sign=True,
)
