"""What rooms must do when a node comes back from an archive; `schakel restore` does it."""

from collections.abc import Callable
from datetime import datetime

from schakel.kernel.registry import Registry

# name -> takes the moment the archive was taken and the moment now; returns how much it did
restored: Registry[Callable[[datetime, datetime], int]] = Registry("deed after a restore")
