"""`schakel intake`: what people script against."""

import json

import pytest
from django.core.management import call_command
from django.utils import translation

from schakel.intake.core.sinks import sinks
from schakel.kernel.errors import NotFoundError
from tests.intake import makers


def run(capsys, *arguments):
    """Return exit code, standard output and standard error of the command."""
    code = 0
    with translation.override("en"):
        try:
            call_command("intake", *map(str, arguments))
        except SystemExit as stop:
            code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_the_dry_run_prints_what_the_interface_promises(tmp_path, capsys):
    """One entry per original and nested part; offsets count code points of `text`."""
    mail = makers.a_mail(text=f"😀 bel {makers.PHONE}", files=[("in.pdf", makers.a_pdf("x", "y"))])
    path = makers.write(tmp_path, "m.eml", bytes(mail))
    empty = makers.write(tmp_path, "leeg.txt", "")
    code, out, err = run(capsys, path, empty, "--dry-run", "--json", "--country", "NL")
    assert (code, err) == (0, "")
    files = json.loads(out)["files"]
    assert [entry["file"] for entry in files] == [
        str(path),
        f"{path}!in.pdf",
        str(empty),
    ]
    assert [entry["pages"] for entry in files] == [1, 2, 1]
    assert [[one["code"] for one in entry["problems"]] for entry in files] == [
        [],
        [],
        ["empty-file"],
    ]
    assert all(len(entry["sha256"]) == 64 for entry in files)
    phone = next(one for one in files[0]["found"] if one["kind"] == "phone")
    assert phone["value"] == "+319701234567"
    assert files[0]["text"][phone["start"] : phone["end"]] == phone["raw"] == makers.PHONE
    assert {"valid", "assumption"} <= set(phone)


def test_without_json_people_can_read_it(tmp_path, capsys):
    """A terminal is for people too."""
    path = makers.write(tmp_path, "a.pdf", makers.a_pdf(""))
    code, out, _ = run(capsys, path, "--dry-run")
    assert code == 0
    assert "a.pdf: 0 found" in out
    assert "There is no text in this PDF" in out
    path = makers.write(tmp_path, "a.txt", f"Bel {makers.PHONE}")
    assert "phone: +319701234567" in run(capsys, path, "--dry-run")[1]


def test_each_unreadable_path_is_one_sentence_and_exit_2(tmp_path, capsys):
    """Nothing goes to standard output, so that no script takes half for whole."""
    good = makers.write(tmp_path, "a.txt", "x")
    code, out, err = run(capsys, good, tmp_path, tmp_path / "no", "--dry-run", "--json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert "is a folder" in err
    assert "does not exist" in err


@pytest.mark.parametrize("country", ["Nederland", "QQ", "N", "31"])
def test_a_country_that_is_none_is_unusable(tmp_path, capsys, country):
    """Numbers without a prefix would silently be read as of nowhere."""
    path = makers.write(tmp_path, "a.txt", "Bel 06 12345678")
    code, out, err = run(capsys, path, "--dry-run", "--json", "--country", country)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{country} is no country; give two letters of ISO 3166, for example NL."
    ]
    assert "phone: +31612345678" in run(capsys, path, "--dry-run", "--country", "nl")[1]


def test_a_path_that_cannot_be_opened_is_named(tmp_path, capsys, monkeypatch):
    """Permission is the most common fault of all."""
    path = makers.write(tmp_path, "a.txt", "x")

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", denied)
    code, _, err = run(capsys, path, "--dry-run", "--json")
    assert code == 2
    assert "cannot be read: Permission denied." in err


def test_without_dry_run_an_upper_room_keeps_the_files(tmp_path, capsys, monkeypatch):
    """This room knows no reports; whoever does, registers."""
    registry = type(sinks)("intake sink")
    monkeypatch.setattr("schakel.intake.management.commands.intake.sinks", registry)
    path = makers.write(tmp_path, "a.txt", "x")
    calls = []

    def keep(paths, user, now):
        calls.append((paths, user, now.tzinfo is not None))
        return {"report": "7"}

    registry.register("report", keep)
    code, out, _ = run(capsys, path, "--json", "--user", "vera")
    assert (code, json.loads(out)) == (0, {"report": "7"})
    assert calls == [([path], "vera", True)]


def test_a_sink_that_refuses_is_one_sentence_and_exit_2(tmp_path, capsys, monkeypatch):
    """For example a user that does not exist."""
    registry = type(sinks)("intake sink")
    monkeypatch.setattr("schakel.intake.management.commands.intake.sinks", registry)

    def refuse(*_):
        raise NotFoundError("no such person")

    registry.register("report", refuse)
    path = makers.write(tmp_path, "a.txt", "x")
    code, _, err = run(capsys, path, "--json")
    assert (code, err.strip()) == (2, "no such person")


def test_without_a_sink_nothing_is_pretended(tmp_path, capsys, monkeypatch):
    """A command that keeps nothing must not say it did."""
    registry = type(sinks)("intake sink")
    monkeypatch.setattr("schakel.intake.management.commands.intake.sinks", registry)
    path = makers.write(tmp_path, "a.txt", "x")
    code, _, err = run(capsys, path, "--json")
    assert code == 2
    assert "--dry-run" in err


@pytest.mark.processes
def test_the_dry_run_needs_no_node(tmp_path):
    """A newcomer tries it first, and nothing is made for it."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    import schakel

    path = makers.write(tmp_path, "m.eml", bytes(makers.a_mail(text=f"bel {makers.PHONE} " * 100)))
    environment = {name: os.environ[name] for name in ("PATH",)}
    environment["PYTHONPATH"] = str(Path(schakel.__file__).parents[1])
    command = [sys.executable, "-m", "schakel", "intake", str(path), "--dry-run", "--json"]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, check=True, timeout=120
    )
    assert json.loads(done.stdout)["files"][0]["found"]
    assert not (tmp_path / "var").exists()
