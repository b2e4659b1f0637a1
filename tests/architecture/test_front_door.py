"""The files that a newcomer, a catalogue and a machine look at first say what is true."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CARD = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Of the controlled vocabularies of publiccode.yml, what could ever fit this product.
CATEGORIES = {
    "collaboration",
    "communications",
    "compliance-management",
    "document-management",
    "it-security",
    "knowledge-management",
    "predictive-analysis",
    "resource-management",
    "task-management",
    "workflow-management",
}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
MANDATORY = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"),
    *("softwareType", "description", "legal", "maintenance", "localisation"),
}


def test_the_catalogue_card_has_what_is_mandatory_and_only_known_words():
    """A catalogue drops a card that does not follow the standard, without telling anybody."""
    assert CARD.keys() >= MANDATORY
    assert CARD["publiccodeYmlVersion"] == "0.7.0"
    assert set(CARD["categories"]) <= CATEGORIES
    assert CARD["developmentStatus"] in STATUSES
    assert CARD["softwareType"] == "standalone/web"
    assert CARD["maintenance"]["type"] == "community"
    assert CARD["maintenance"]["contacts"]
    assert CARD["localisation"]["localisationReady"] is True


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_catalogue_card_describes_the_product_in_both_languages(language):
    """The lengths are limits of the standard."""
    words = CARD["description"][language]
    assert 0 < len(words["shortDescription"]) <= 150
    assert 150 <= len(words["longDescription"]) <= 10_000
    assert words["features"]
    assert language in CARD["localisation"]["availableLanguages"]


def test_the_licence_is_the_same_everywhere_and_complete():
    """Whoever passes the product on needs the whole text, appendix included."""
    assert CARD["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = re.findall(r"^(\d+)\.\s*[A-Z]", text, flags=re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


@pytest.mark.parametrize(
    "path",
    [
        *("README.md", "LICENSE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"),
        *("docs/index.md", "docs/glossary.md", "docs/tutorials", "docs/how-to"),
        *("docs/reference", "docs/explanation", "docs/decisions", "packages.txt", ".ci/run"),
    ],
)
def test_what_a_newcomer_looks_for_is_where_he_looks(path):
    """These names are the same in every well-kept project."""
    assert (ROOT / path).exists()


def test_links_in_the_files_at_the_front_door_lead_somewhere():
    """The first broken link costs the trust in all others."""
    broken = [
        f"{name}: {target}"
        for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")
        for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", (ROOT / name).read_text("utf-8"))
        if not (ROOT / target).exists()
    ]
    assert not broken


def test_a_run_of_all_tests_that_finds_none_fails(tmp_path):
    """A green run that ran nothing is worse than a red one."""
    for name in ("src", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "test.sh", tmp_path / "tools")
    (tmp_path / "tests").mkdir()
    run = subprocess.run(
        ["bash", tmp_path / "tools" / "test.sh"], capture_output=True, text=True, check=False
    )
    assert "no tests ran" in run.stdout
    assert run.returncode == 5


def test_nothing_in_the_scripts_swallows_a_failure():
    """`make` and a shell go on after a failure unless told otherwise."""
    for script in [ROOT / ".ci" / "run", *(ROOT / "tools").glob("*.sh")]:
        assert "set -euo pipefail" in script.read_text(encoding="utf-8"), script.name
