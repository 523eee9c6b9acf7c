"""The rules: pure judgements on events and on time passed. Each rule is one file; RULES is the whole list."""

from domain.rules.device import DeviceSilent
from domain.rules.elder import ELDER_LIMIT_MS, ElderSilence
from domain.rules.facts import FACTS, FactSpec, fact
from domain.rules.finding import Finding, Judgement, Learned, Rule
from domain.rules.intrusion import Intrusion
from domain.rules.life import sign_of_life
from domain.rules.link import LinkDown
from domain.rules.opener import UnregisteredOpener, Verdict, verdict
from domain.rules.smoke import Smoke
from domain.rules.sos import Sos
from domain.rules.stale import RegistrationStale

RULES: tuple[Rule, ...] = (
    Smoke(),
    Sos(),
    ElderSilence(),
    UnregisteredOpener(),
    Intrusion(),
    LinkDown(),
    DeviceSilent(),
    RegistrationStale(),
)
"""In the order in which they are asked."""

__all__ = [
    "ELDER_LIMIT_MS",
    "FACTS",
    "RULES",
    "DeviceSilent",
    "ElderSilence",
    "FactSpec",
    "Finding",
    "Intrusion",
    "Judgement",
    "Learned",
    "LinkDown",
    "RegistrationStale",
    "Rule",
    "Smoke",
    "Sos",
    "UnregisteredOpener",
    "Verdict",
    "fact",
    "sign_of_life",
    "verdict",
]
