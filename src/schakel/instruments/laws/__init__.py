"""One module per instrument; each registers itself, and adding one touches no other file."""

import importlib
import pkgutil


def load_all() -> None:
    """Import every module of this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
