"""The one client for any OpenAI-compatible endpoint. The door is `connect`; nothing heavy is imported before a call."""

from extractor.llm.client import Client, connect, disconnect
from extractor.llm.faults import Fault, Kind
from extractor.llm.privacy import Shield
from extractor.llm.profiles import Mode
from extractor.llm.question import Answered, Question
from extractor.llm.usage import Ledger

__all__ = ["Answered", "Client", "Fault", "Kind", "Ledger", "Mode", "Question", "Shield", "connect", "disconnect"]
