"""File formats: every module here without a leading underscore is one, and registers itself.

To add a format, add a module with a class that does what `Format` asks and end it with
`formats.register("name", TheClass())`. Nothing else changes.
"""

import importlib
import pkgutil
from functools import cache

from schakel.intake.formats._base import Child, Context, File, Format, Read, formats

__all__ = ["Child", "Context", "File", "Format", "Read", "formats", "list_formats", "open_file"]


@cache
def list_formats() -> tuple[Format, ...]:
    """Return every format, the one that asks first at the front."""
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted((one for _, one in formats), key=lambda one: one.rank))


open_file = File.open
