"""toot, as its user types it: login by code, posts, timelines, lists."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import requests
from common import Cases, authorize, eventually, holds, same, shown_code

cases = Cases()
program = Path(sys.executable).with_name("toot")
password = cases.setting["members"]["awa"]
environment = os.environ | {
    "XDG_CONFIG_HOME": cases.setting["place"], "XDG_CACHE_HOME": cases.setting["place"],
    "NO_COLOR": "1", "PAGER": "cat", "TERM": "dumb",
}
seen = {}


def toot(*words, given=""):
    done = subprocess.run(
        [program, *words], env=environment, input=given, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 0, f"toot {' '.join(words)}: {done.stdout[-300:]}{done.stderr[-600:]}"
    return done.stdout


def asked(*words):
    return json.loads(toot(*words, "--json"))


def login():
    process = subprocess.Popen(
        [program, "login", "-i", cases.origin], env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    try:
        url = None
        while not url:
            line = process.stdout.readline()
            assert line, "toot login ended before it showed an address"
            url = line.strip() if "/oauth/authorize?" in line else None
        code = shown_code(authorize(requests.Session(), url, "awa", password))
        output, _ = process.communicate(f"n\n{code}\n", timeout=20)
    finally:
        process.kill()
    holds(output, "Successfully logged in")


def whoami():
    same(asked("whoami")["username"], "awa")


def post():
    seen["post"] = asked("post", "Bonjour de toot #tootessai")["id"]
    holds(toot("status", seen["post"]), "Bonjour de toot")


def media():
    made = asked(
        "post", "une image", "-m", cases.setting["picture"], "-d", "Un four", "-v", "unlisted"
    )
    same(made["media_attachments"][0]["description"], "Un four")


def poll():
    made = asked("post", "oui ou non ?", "--poll-option", "oui", "--poll-option", "non")
    same([option["title"] for option in made["poll"]["options"]], ["oui", "non"])
    same(asked("polls", "show", made["poll"]["id"])["votes_count"], 0)


def home():
    holds([status["id"] for status in asked("timelines", "home")], seen["post"])


def public():
    holds([status["id"] for status in asked("timelines", "public", "--local")], seen["post"])
    holds(toot("timelines", "public", "--no-pager", "--no-clear"), "Bonjour de toot")


def tag():
    holds([status["id"] for status in asked("timelines", "tag", "tootessai")], seen["post"])


def thread():
    answer = asked("post", "la suite", "-r", seen["post"])["id"]
    thread = asked("thread", seen["post"])
    same([status["id"] for status in thread["descendants"]], [answer])


def search():
    found = asked("search", "basile", "--type", "accounts")
    holds([account["username"] for account in found["accounts"]], "basile")


def follow():
    same(asked("follow", "basile")["following"], True)
    holds([account["username"] for account in asked("following", "awa")], "basile")


def reactions():
    toot("favourite", seen["post"]), toot("reblog", seen["post"]), toot("pin", seen["post"])
    status = asked("status", seen["post"])
    same((status["favourites_count"], status["reblogs_count"]), (1, 1))
    toot("unfavourite", seen["post"]), toot("unreblog", seen["post"]), toot("unpin", seen["post"])


def bookmarks():
    toot("bookmark", seen["post"])
    holds(toot("bookmarks"), "Bonjour de toot")
    toot("unbookmark", seen["post"])


def lists():
    made = asked("lists", "create", "amis")
    asked("lists", "add", "amis", "basile")
    holds(toot("lists", "accounts", "amis"), "basile")
    same(asked("timelines", "list", made["id"]), [])
    toot("lists", "delete", "amis")


def notifications():
    cases.command("post", "create", "basile", "Bonjour @awa", "--audience", "public")
    eventually(lambda: "mention" in [one["type"] for one in asked("notifications")])
    toot("notifications", "--clear")
    same(asked("notifications"), [])


def blocks():
    toot("block", "basile")
    holds([account["username"] for account in asked("blocked")], "basile")
    toot("unblock", "basile")


def mutes():
    toot("mute", "basile")
    holds([account["username"] for account in asked("muted")], "basile")
    toot("unmute", "basile")


def tags():
    toot("tags", "follow", "tootessai")
    holds(toot("tags", "followed"), "tootessai")
    toot("tags", "unfollow", "tootessai")


def update():
    toot("update-account", "--display-name", "Awa de toot")
    holds(toot("whois", "awa"), "Awa de toot")


def delete():
    toot("delete", seen["post"])
    done = subprocess.run([program, "status", seen["post"]], env=environment, capture_output=True)
    assert done.returncode != 0, "the post is still there"


def instance():
    holds(toot("instance"), "Maillage")


for check in [
    login, whoami, instance, post, media, poll, home, public, tag, thread, search, follow, reactions,
    bookmarks, lists, notifications, blocks, mutes, tags, update, delete,
]:
    cases.run(f"toot {check.__name__}", check)
