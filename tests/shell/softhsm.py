"""A security module in software, for tests: SoftHSM 2 of Debian."""

import secrets
import shutil
import subprocess
from pathlib import Path

import pytest

from schakel.shell.security_module import TokenSettings

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"


class SoftHsm:
    """One token in a folder of its own; `unplug` and `plug` take it away and bring it back."""

    def __init__(self, folder: Path) -> None:
        if not MODULE.exists():
            pytest.fail("SoftHSM is missing; run: sudo apt-get install softhsm2", pytrace=False)
        self.label = f"schakel-{secrets.token_hex(4)}"  # the library outlives a test
        self._tokens = folder / "tokens"
        self._tokens.mkdir()
        self._away = folder / "away"
        self.config = folder / "softhsm2.conf"
        self.config.write_text(f"directories.tokendir = {self._tokens}\nlog.level = ERROR\n")
        self.pin_file = folder / "pin"
        self.pin_file.write_text(PIN + "\n")
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", f"--label={self.label}", f"--pin={PIN}"]
            + ["--so-pin=87654321"],
            env={"SOFTHSM2_CONF": str(self.config)},
            check=True,
            capture_output=True,
        )

    @property
    def settings(self) -> TokenSettings:
        """Return what a node is told."""
        return TokenSettings(module=str(MODULE), label=self.label, pin_file=str(self.pin_file))

    @property
    def environment(self) -> dict[str, str]:
        """Return what a node is told, as variables."""
        return {
            "SOFTHSM2_CONF": str(self.config),
            "SCHAKEL_PKCS11_MODULE": str(MODULE),
            "SCHAKEL_PKCS11_TOKEN": self.label,
            "SCHAKEL_PKCS11_PIN_FILE": str(self.pin_file),
        }

    def unplug(self) -> None:
        """Take the token away."""
        shutil.move(self._tokens, self._away)
        self._tokens.mkdir()

    def plug(self) -> None:
        """Bring the token back."""
        self._tokens.rmdir()
        shutil.move(self._away, self._tokens)
