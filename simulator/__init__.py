"""A double of LINE's platform, our contract for what goes out to it, and the three-phone demo page."""

from simulator.app import LineDouble
from simulator.channels import DoubleChannel
from simulator.clock import SimulatedClock
from simulator.contract import Fault as ContractFault
from simulator.contract import check_messages
from simulator.faults import Fault
from simulator.phone import Phone

__all__ = [
    "ContractFault",
    "DoubleChannel",
    "Fault",
    "LineDouble",
    "Phone",
    "SimulatedClock",
    "check_messages",
]
