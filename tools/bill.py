"""The bill of materials in CycloneDX: `python -m tools.bill PYTHON OUT`.

The Python packages of an environment by cyclonedx-bom, and the front-end packages that are built
into the style sheet and script, from the lock file.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[1]
VERSION = "1.6"


def python_bill(python: str) -> dict[str, Any]:
    """Return the bill of the packages that `python` sees."""
    epoch = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "bill.json"
        subprocess.run(
            [
                *[sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"],
                *["--pyproject", str(ROOT / "pyproject.toml"), "--spec-version", VERSION],
                *["--output-file", str(out), python],
            ],
            env={**os.environ, "SOURCE_DATE_EPOCH": epoch.stdout.strip()},
            check=True,
        )
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def front_end() -> list[dict[str, Any]]:
    """Return what the lock of the front end names as needed, as CycloneDX components."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    found = []
    for path, entry in sorted(lock["packages"].items()):
        if not path or entry.get("optional"):
            continue
        name = path.removeprefix("node_modules/")
        group, _, short = name.rpartition("/")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        component = {
            "type": "library",
            "bom-ref": purl,
            "name": short,
            "version": entry["version"],
            "purl": purl,
            "hashes": [{"alg": "SHA-512", "content": _hex(entry["integrity"])}],
        }
        if group:
            component["group"] = group
        if "license" in entry:
            component["licenses"] = [{"expression": entry["license"]}]
        found.append(component)
    return found


def _hang_under_root(bill: dict[str, Any]) -> None:
    """Let the product depend on what nothing else depends on, and on what is bundled into it."""
    root = bill["metadata"]["component"]
    needs = {entry["ref"]: entry for entry in bill["dependencies"]}
    needed = {ref for entry in needs.values() for ref in entry.get("dependsOn", [])}
    tops = {component["bom-ref"] for component in bill["components"]} - needed
    direct = needs.get(root["bom-ref"], {}).get("dependsOn", [])
    needs[root["bom-ref"]] = {"ref": root["bom-ref"], "dependsOn": sorted({*direct, *tops})}
    bill["dependencies"] = [needs[ref] for ref in sorted(needs)]


def _hex(integrity: str) -> str:
    algorithm, _, value = integrity.partition("-")
    if algorithm != "sha512":
        raise SystemExit(f"bill: {algorithm} in the lock of the front end")
    return base64.b64decode(value).hex()


def main(python: str, out: str) -> None:
    """Write the bill, once it is valid."""
    bill = python_bill(python)
    bill["components"] += front_end()
    _hang_under_root(bill)
    text = json.dumps(bill, indent=1, sort_keys=True) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        raise SystemExit(f"bill: not valid CycloneDX: {fault}")
    Path(out).write_text(text, encoding="utf-8")
    print(f"bill: {len(bill['components'])} components", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
