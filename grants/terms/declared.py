"""Kinds of term that contracts may use and whose checks are not built yet.

Each gives one row NOT RUN for the contract, so that a named person has to look. A kind leaves this
list by getting a file of its own; where both stand, the file counts.
"""

from typing import Final

from grants.terms.base import Kind, Param, Scope

_DAYS = Param.whole("days")
_LIMITS = (
    Param.percent("limit_percent", required=False),
    Param.money("limit_amount", required=False),
)

DECLARED: Final = (
    Kind("yearly-ceiling", 4, "yearly ceiling",
         "Spend in each financial year stays within that year's sum; nothing moves between years.",
         Scope.CONTRACT, "as-of", (Param.yearly("amounts"),)),
    Kind("no-transfer-between-projects", 8, "no movement between projects",
         "Budget moves between projects or grants only with consent given beforehand.",
         Scope.PROJECT, "effective_on"),
    Kind("head-overspend", 10, "head overspend",
         "Spend on a head stays within its budget, or within the tolerance the contract gives.",
         Scope.HEAD, "as-of",
         (*_LIMITS,
          Param.choice("verdict", ("BREACH", "WARN"), required=False, default="BREACH"))),
    Kind("ring-fence", 11, "ring-fenced heads",
         "Nothing moves across a ring-fence.", Scope.HEAD, "effective_on"),
    Kind("overhead-cap", 12, "overhead cap",
         "Management and overheads stay within a percentage of the base the contract names.",
         Scope.CONTRACT, "as-of",
         (Param.percent("limit_percent"), Param.choice("base", ("award", "direct", "eligible")))),
    Kind("minimum-share", 13, "minimum share",
         "At least a percentage is spent on the heads named, for example on evaluation.",
         Scope.CONTRACT, "as-of",
         (Param.percent("min_percent"), Param.texts("heads"),
          Param.choice("base", ("award", "eligible")))),
    Kind("asset-register", 17, "asset register",
         "An item from the threshold stands in the asset register.",
         Scope.LINE, "incurred_on", (Param.money("threshold"),)),
    Kind("disposal-consent", 18, "disposal of assets",
         "An asset is disposed of only with consent; the grant's share of proceeds is repaid.",
         Scope.ASSET, "disposed_on", (Param.whole("within_years", required=False),)),
    Kind("accrual-reversal", 20, "accruals reversed",
         "An accrual is reversed and followed by its invoice.", Scope.LINE, "posted_on",
         (Param.money("tolerance", required=False), Param.money("de_minimis", required=False))),
    Kind("advance-of-need", 21, "money in advance of need",
         "No more cash is held than the next months need.",
         Scope.CONTRACT, "as-of", (Param.whole("months"),)),
    Kind("instalment-precondition", 22, "preconditions of instalments",
         "An instalment is received only after what it requires.", Scope.CONTRACT, "due_on"),
    Kind("variance-explained", 26, "variances explained",
         "A variance from profile beyond the threshold has a reason in words.",
         Scope.HEAD, "period end",
         (Param.percent("percent", required=False), Param.money("amount", required=False),
          Param.whole("min_words", required=False))),
    Kind("underspend-notice", 27, "notice of underspend",
         "A forecast underspend is notified to the funder in time.",
         Scope.CONTRACT, "as-of", (Param.money("amount"), _DAYS)),
    Kind("unspent-return", 28, "unspent grant returned",
         "Grant not spent by the end of the year is repaid in time.",
         Scope.CONTRACT, "year end", (_DAYS,)),
    Kind("carry-forward", 29, "carry-forward",
         "Nothing is carried over without prior approval.", Scope.CONTRACT, "starts_on"),
)  # fmt: skip
"""Figures that are typical for each kind are in the contract, never here."""
