"""Copy a writing node on PostgreSQL, put it back into a second database, print what is there."""

import json
import os
from pathlib import Path

from schakel.site.demo.databases import database_of, make_database
from tests.upkeep.test_running_node import begin_writing, end_writing, look, schakel


def main() -> None:
    """Do it in the folder `SCHAKEL_TEST_ROOM`, on the server of `SCHAKEL_DATABASE_URL`."""
    room, server = Path(os.environ["SCHAKEL_TEST_ROOM"]), os.environ["SCHAKEL_DATABASE_URL"]
    home, fresh, key = room / "node", room / "fresh", room / "key.txt"
    where = ["--country", "NL", "--zone", "Europe/Amsterdam", "--url", "http://127.0.0.1:1"]
    schakel(room, "node", "init", "--home", str(home), "--code", "nl", "--name-en", "T", *where)
    schakel(home, "migrate", "-v", "0")
    recipient = schakel(home, "backup", "--new-identity", str(key)).stdout.strip()
    writer = begin_writing(home)
    try:
        schakel(home, "backup", str(room / "data.age"), "--recipient", recipient)
    finally:
        end_writing(writer)
    schakel(home, "backup", str(room / "keys.age"), "--keys", "--recipient", recipient)
    words = [str(room / "data.age"), "--keys", str(room / "keys.age"), "--identity", str(key)]
    assert "a database already" in schakel(fresh, "restore", *words, fails=True).stderr
    os.environ["SCHAKEL_DATABASE_URL"] = database_of(server, "fresh")
    make_database(os.environ["SCHAKEL_DATABASE_URL"])
    schakel(fresh, "restore", *words)
    assert json.loads(schakel(fresh, "audit", "verify", "--json").stdout)["ok"]
    print(json.dumps(look(fresh)))  # noqa: T201  # the caller reads it


if __name__ == "__main__":
    main()
