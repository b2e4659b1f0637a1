"""What a ministry installs: the bundle, the units, the recipe, and the commands of the guide."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from schakel.site.settings.collected import find_collected

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs" / "how-to" / "run-a-node.md"
LOOSEST = 25  # tenths of systemd's measure of exposure, from 0 (closed) to 100
STAND_INS = {
    "useradd": "exit 0",
    # A node that starts shows that its worker is there.
    "systemctl": """echo "$@" >> "$ROOM/systemctl.log"
[ "$1" = daemon-reload ] && exit 0
home="$ROOM/var/lib/schakel/nl"
mkdir -p "$home/upkeep"
touch "$home"/upkeep/worker.beat""",
    "runuser": 'shift 3; exec "$@"',
    "chown": "exit 0",
}


def blocks(page: Path) -> list[str]:
    """Return the commands of a page, block by block."""
    return re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_static_files_and_documents_come_from_the_wheel_or_the_project(tmp_path):
    """An installed node has no checkout beside it."""
    assert find_collected("docs", wheel=tmp_path) == ROOT / "docs"
    assert find_collected("static", wheel=tmp_path) == ROOT / "var" / "static"
    (tmp_path / "docs").mkdir()
    assert find_collected("docs", wheel=tmp_path) == tmp_path / "docs"


@pytest.mark.parametrize("unit", ["schakel@.service", "schakel-backup@.service"])
def test_a_service_gives_away_little(unit):
    """A node reads files of strangers; what it does not need, it must not have."""
    text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
    assert "User=schakel\n" in text
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert f"{line}\n" in text
    run = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager"]
        + [f"--threshold={LOOSEST}", str(DEPLOY / "systemd" / unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr


def test_the_units_are_units():
    """A misspelt line is ignored by systemd, and with it what it should have closed."""
    run = subprocess.run(
        ["systemd-analyze", "verify", *(str(path) for path in (DEPLOY / "systemd").iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in run.stderr.splitlines() if "is not executable" not in line]
    assert not said


def test_the_container_runs_as_nobody_and_asks_nothing_of_the_network():
    """The image is built from the bundle alone, and its process is not root."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines if line and not line.startswith(("#", " "))]
    assert set(words) <= {
        *("ARG", "FROM", "COPY", "RUN", "USER", "ENV", "VOLUME", "STOPSIGNAL", "HEALTHCHECK"),
        *("ENTRYPOINT", "CMD"),
    }
    assert words.index("USER") < words.index("ENTRYPOINT")
    text = "\n".join(lines)
    assert "USER 10001:10001" in text
    assert not re.search(r"curl|wget|apt-get|pip install|:latest", text)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="openssh-client is not installed")
def test_a_ministry_checks_the_signature_with_a_common_tool(tmp_path):
    """What was altered, or signed by another, or for another purpose, is seen before it runs."""
    bundle, key = tmp_path / "bundle", tmp_path / "release"
    bundle.mkdir()
    (bundle / "install.sh").write_text("echo hello\n")
    digest = hashlib.sha256(b"echo hello\n").hexdigest()
    (bundle / "SHA256SUMS").write_text(f"{digest}  ./install.sh\n")
    for name in (key, tmp_path / "other"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(name)]
        subprocess.run(make, check=True)
    kind, public, *_ = key.with_suffix(".pub").read_text().split()
    signers = tmp_path / "signers"
    signers.write_text(f'release@schakel.example namespaces="schakel-bundle" {kind} {public}\n')

    def signed(name):
        words = ["bash", str(ROOT / "tools" / "sign.sh"), str(bundle), str(name)]
        return subprocess.run(words, capture_output=True, text=True, check=False).returncode == 0

    verify, check = re.findall(r"^    (ssh-keygen .*|sha256sum .*)$", GUIDE.read_text(), re.M)

    def holds():
        script = f"{verify.replace('-f signers', f'-f {signers}')} && {check}"
        run = subprocess.run(["bash", "-c", script], cwd=bundle, capture_output=True, check=False)
        return run.returncode == 0

    assert signed(key)
    assert holds()
    (bundle / "install.sh").write_text("echo mallory\n")
    assert not holds()
    assert not signed(key), "what does not agree with its hashes is not signed"
    (bundle / "install.sh").write_text("echo hello\n")
    assert signed(tmp_path / "other")
    assert not holds()
    inside = ROOT / "var" / "release"
    inside.parent.mkdir(exist_ok=True)
    shutil.copy(key, inside)
    try:
        assert not signed(inside), "a key in the repository is one commit from everybody"
    finally:
        inside.unlink()


@pytest.mark.processes
def test_the_bundle_installs_without_a_network_and_the_guide_leads_to_a_node(tmp_path):
    """Nobody can ask us on a closed network; each command of the guide must do what it says."""
    bundle, room = tmp_path / "bundle", tmp_path / "room"
    made = subprocess.run(
        ["bash", ROOT / "tools" / "bundle.sh", bundle], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    bill = json.loads((bundle / "sbom.cdx.json").read_text(encoding="utf-8"))
    names = {component["name"] for component in bill["components"]}
    locked = re.findall(r"^([a-z0-9.-]+)==", (bundle / "runtime.txt").read_text(), re.MULTILINE)
    assert set(locked) <= {name.lower().replace("_", "-") for name in names}
    assert {"htmx.org", "table-css"} <= names

    run = follow_the_guide(bundle, room)
    assert run.returncode == 0, run.stdout + run.stderr
    assert '"log": "ok"' in run.stdout
    assert "whole:" in run.stdout
    told = (room / "systemctl.log").read_text().splitlines()
    assert told[:2] == ["daemon-reload", "enable --now schakel@nl.service schakel-backup@nl.timer"]
    assert (room / "var/lib/schakel/nl/node.toml").exists()
    assert (room / "var/lib/schakel/nl.newer/node.toml").exists()
    assert (room / "var/lib/schakel/nl/log").exists() or (room / "var/lib/schakel/nl/keys").exists()


def follow_the_guide(bundle: Path, room: Path) -> subprocess.CompletedProcess[str]:
    """Run every command of the guide but the first, in order, below `room`, without a registry."""
    (room / "bin").mkdir(parents=True)
    for name, body in STAND_INS.items():
        (room / "bin" / name).write_text(f"#!/bin/sh\n{body}\n")
        (room / "bin" / name).chmod(0o755)
    for folder in ("opt/schakel", "etc/systemd/system", "var/lib", "var/backups"):
        (room / folder).mkdir(parents=True)
    build, *commands = blocks(GUIDE)
    assert build == "make bundle\n"
    script = "set -e\ncd " + str(bundle) + "\n" + "\n".join(commands)
    for folder in ("/opt/schakel", "/etc/schakel", "/etc/systemd", "/var/lib", "/var/backups"):
        script = script.replace(f" {folder}", f" {room}{folder}").replace(
            f"={folder}", f"={room}{folder}"
        )
        script = re.sub(rf"^{folder}", f"{room}{folder}", script, flags=re.MULTILINE)
    script = script.replace("-o schakel -g schakel ", "")
    script = script.replace(
        "export SCHAKEL_HOME", f"{MAKE_KEY.format(room=room)}\nexport SCHAKEL_HOME"
    )
    return subprocess.run(
        ["bash", "-c", script],
        env={
            "PATH": f"{room}/bin:{os.environ['PATH']}",
            "ROOM": str(room),
            "HOME": str(room),
            "PIP_NO_INDEX": "1",
            "IDENTITY": str(room / "key.txt"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


MAKE_KEY = """
RECIPIENT=$({room}/opt/schakel/current/bin/schakel backup --new-identity {room}/key.txt)
"""
