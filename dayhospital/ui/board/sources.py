"""What the board is told by others: rules, flags, delays, load and drug names, so that it knows none of them itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.ui.board.drag import Cargo, Landing
from dayhospital.ui.board.look import CardFlags, Delay, DrugName
from dayhospital.ui.board.rules import BoardRules
from dayhospital.ui.board.strips import Strip

DelaysOf = Callable[[BoardDay, datetime], dict[int, Delay]]
"""Returns how each session runs at a moment; on time where it says nothing."""
LoadOf = Callable[[BoardDay, datetime, Cargo | None, Landing | None], tuple[Strip, ...]]
"""Returns the strips; with a cargo and its landing also what that would add."""


@dataclass(frozen=True, slots=True)
class BoardSources:
    """Handed to the board when it is made."""

    rules: BoardRules
    flags: Callable[[BoardSession], CardFlags]
    delays: DelaysOf
    load: LoadOf
    drug_name: DrugName
    """Tall-man name of a drug id."""
