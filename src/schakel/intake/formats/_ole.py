"""Signs of the compound files that older Microsoft programs write."""

from schakel.intake.formats._base import File

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def streams_in(file: File) -> frozenset[str]:
    """Return the names of the top streams and folders; empty when it is no compound file."""
    if not file.head.startswith(OLE_START):
        return frozenset()
    import olefile

    try:
        with olefile.OleFileIO(str(file.path)) as ole:
            return frozenset(path[0] for path in ole.listdir(streams=True, storages=True))
    except Exception:  # a damaged compound file fails in many ways
        return frozenset()
