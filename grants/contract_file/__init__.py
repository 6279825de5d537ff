"""Contracts as TOML text: reader, problems, writer, next year's draft."""

from grants.contract_file.crosschecks import check_contract
from grants.contract_file.problems import ContractRefused, Problem
from grants.contract_file.reader import read_contract, read_contract_to_check

__all__ = [
    "ContractRefused",
    "Problem",
    "check_contract",
    "read_contract",
    "read_contract_to_check",
]
