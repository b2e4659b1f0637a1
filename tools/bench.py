"""Every figure with a peer in the same run: `make bench`; `make bench ONLY=log` for one part."""

import subprocess
import sys

PARTS = ("access", "intake", "pages", "exchange", "files", "log", "healing")


def main() -> int:
    """Run each part in a process of its own; return the worst exit code."""
    wanted = sys.argv[1:] or PARTS
    if unknown := [part for part in wanted if part not in PARTS]:
        print(f"no part {unknown[0]}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    worst = 0
    for part in wanted:
        print(f"== {part}", flush=True)
        command = [sys.executable, "-m", f"tools.bench_{part}"]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
