"""One large file between two real nodes: `python -m tools.bench_files [--gigabytes 5] [--json]`.

The file is encrypted, sent in parts over HTTP on this machine, checked, decrypted into the vault of
the receiver and signed for. Memory is the most that any process of either node held. The peer, in
the same run, is `cp` and `sync` of the same file: what the disk alone needs.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.exchange_lab.nodes import two_nodes

PATIENCE = 1_800  # seconds
BLOCK = 8 * 1024 * 1024  # bytes


def main() -> None:
    """Measure and print."""
    gigabytes = (
        float(sys.argv[sys.argv.index("--gigabytes") + 1]) if "--gigabytes" in sys.argv else 5
    )
    row = measure(gigabytes)
    if "--json" in sys.argv:
        print(json.dumps({"one large file": row}))
        return
    print("one large file: " + ", ".join(f"{key} {value}" for key, value in row.items()))


def measure(gigabytes: float) -> dict[str, Any]:
    """Return seconds, speed and memory of one file, beside copying it."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        root = Path(folder)
        source = root / "dump.bin"
        _fill(source, int(gigabytes * 1024**3))
        copying = _seconds_of(["cp", str(source), str(root / "copy.bin")], sync=True)
        (root / "copy.bin").unlink()
        sender, receiver = two_nodes(root)
        try:
            receiver.start()
            sender.start()
            _until(lambda: "files" in _capabilities(sender))
            begun = time.perf_counter()
            putting = sender.put_file("it", source)
            encrypting = time.perf_counter() - begun
            source.unlink()
            _until(lambda: sender.report()["out"] == {"delivered": 1})
            whole = time.perf_counter() - begun
            peaks = {
                "sender": max(putting, *sender.peaks().values()),
                "receiver": max(receiver.peaks().values()),
            }
        finally:
            sender.stop()
            receiver.stop()
    return {
        "gigabytes": gigabytes,
        "seconds": round(whole, 1),
        "of_which_encrypting": round(encrypting, 1),
        "megabytes_per_second": round(gigabytes * 1024 / whole, 1),
        "most_memory_of_sender_mb": peaks["sender"],
        "most_memory_of_receiver_mb": peaks["receiver"],
        "peer_copying_seconds": round(copying, 1),
        "times_the_peer": round(whole / copying, 1),
    }


def _fill(path: Path, size: int) -> None:
    """Write bytes that no file system can shorten."""
    block = os.urandom(BLOCK)
    with path.open("wb") as file:
        for number in range(-(-size // BLOCK)):
            file.write((number.to_bytes(8) + block[8:])[: size - number * BLOCK])


def _capabilities(node: Any) -> dict[str, str]:
    [link] = json.loads(node.schakel("node", "links", "--json"))["links"]
    found: dict[str, str] = link["capabilities"]
    return found


def _until(holds: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError(f"not in {PATIENCE} s")
        time.sleep(1)


def _seconds_of(command: list[str], *, sync: bool) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    if sync:
        os.sync()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
