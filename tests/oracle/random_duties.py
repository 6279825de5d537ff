"""Random parameters and registers for the terms about duties beside spending."""

import random


def duty_params(_r: random.Random) -> dict[str, str]:
    """Parameters of each kind, as the contract writes them."""
    return {}


def duty_registers(_r: random.Random) -> list[str]:
    """Registers, or none of them."""
    return []
