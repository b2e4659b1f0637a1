"""Every figure with a peer in the same run: `make bench`."""

import subprocess
import sys

PARTS = (
    "tools.bench_access",
    "tools.bench_intake",
    "tools.bench_pages",
    "tools.bench_exchange",
    "tools.bench_files",
)


def main() -> int:
    """Run each part in a process of its own; return the worst exit code."""
    worst = 0
    for part in PARTS:
        print(f"== {part.removeprefix('tools.bench_')}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", part], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
