"""What happens to the files of `schakel intake` when it is no dry run: an upper room says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from schakel.kernel.registry import Registry

# A sink takes the files, the name of the user who brings them, and the moment; it keeps them and
# returns JSON that says where. It raises SchakelError with a sentence when it cannot.
Sink = Callable[[Sequence[Path], str, datetime], Mapping[str, Any]]
sinks: Registry[Sink] = Registry("intake sink")
