"""A real Chromium on real nodes."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from schakel.site.demo.stage import Stage, claim_ports, places

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path(os.environ.get("SCHAKEL_SCREENSHOTS", "var/screenshots"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """Serve the three nodes of the demo."""
    where = places(root=tmp_path_factory.mktemp("demo"), host="127.0.0.1", first_port=claim_ports())
    stage = Stage(where)
    stage.links = stage.prepare()
    stage.start()
    yield stage
    stage.stop()


@pytest.fixture(scope="module")
def chromium():
    """Start the browser; a machine without one is told what to install."""
    path = os.environ.get("SCHAKEL_CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium, or set SCHAKEL_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def shots():
    """Return the folder that takes the pictures."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS
