"""Contracts as TOML text: reader, problems, writer, next year's draft."""

from grants.contract_file.crosschecks import check_contract
from grants.contract_file.next_year import CopyRefused, Draft, copy_for_year, sign_draft
from grants.contract_file.problems import ContractRefused, Problem
from grants.contract_file.reader import read_contract, read_contract_to_check
from grants.contract_file.writer import write_contract

__all__ = [
    "ContractRefused",
    "CopyRefused",
    "Draft",
    "Problem",
    "check_contract",
    "copy_for_year",
    "read_contract",
    "read_contract_to_check",
    "sign_draft",
    "write_contract",
]
