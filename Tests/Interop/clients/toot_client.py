"""toot, as its user types it: login by code, posts, timelines, lists.

What is tried is named by its commands. toot has none to edit a post.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import requests
from common import Cases, authorize, eventually, holds, lacks, same, shown_code

cases = Cases()
program = Path(sys.executable).with_name("toot")
passwords = cases.setting["members"]
environment = os.environ | {
    "XDG_CONFIG_HOME": cases.setting["place"], "XDG_CACHE_HOME": cases.setting["place"],
    "NO_COLOR": "1", "TERM": "dumb",
}
host = cases.origin.removeprefix("https://")
basile = ("--as", f"basile@{host}")
CHECKS = {}
seen = {}


def case(name):
    """Enters a check under the commands that it tries."""

    def enter(check):
        CHECKS[f"toot {name}"] = check
        return check

    return enter


def toot(*words):
    done = subprocess.run(
        [program, *words], env=environment, input="", capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 0, f"toot {' '.join(words)}: {done.stdout[-300:]}{done.stderr[-600:]}"
    return done.stdout


def fails(*words):
    done = subprocess.run([program, *words], env=environment, input=b"", capture_output=True)
    assert done.returncode != 0, f"toot {' '.join(words)} succeeds"


def asked(*words):
    return json.loads(toot(*words, "--json"))


def ids(*words):
    return [one["id"] for one in asked(*words)]


def names(*words):
    return [one["acct"] for one in asked(*words)]


def sign_in(member):
    process = subprocess.Popen(
        [program, "login", "-i", cases.origin], env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    try:
        url = None
        while not url:
            line = process.stdout.readline()
            assert line, "toot login ended before it showed an address"
            url = line.strip() if line.startswith(cases.origin) else None
        code = shown_code(authorize(requests.Session(), url, member, passwords[member]))
        output, _ = process.communicate(f"n\n{code}\n", timeout=20)
    finally:
        process.kill()
    holds(output, "Successfully logged in")


@case("login, auth, activate")
def login():
    sign_in("awa"), sign_in("basile")
    toot("activate", f"awa@{host}")
    holds(toot("auth"), f"basile@{host}")


@case("login_cli, refused")
def login_by_password():
    # By the password grant, which the node does not have.
    fails("login_cli", "-i", cases.origin, "-e", "awa", "-p", passwords["awa"])


@case("whoami, whois")
def whoami():
    same(asked("whoami")["username"], "awa")
    same(asked(*basile, "whoami")["username"], "basile")
    holds(toot("whoami"), "@awa")
    same(asked("whois", "basile")["acct"], "basile")


@case("instance, diag")
def instance():
    holds(toot("instance"), "Maillage")
    holds(toot("diag"), "toot")


@case("update-account")
def update():
    toot("update-account", "--display-name", "Awa de toot", "--note", "Bonjour", "--bot")
    toot("update-account", "--avatar", cases.setting["picture"], "--no-bot")
    holds(toot("whois", "awa"), "Awa de toot")


@case("post, status")
def post():
    seen["post"] = asked(
        "post", "Bonjour de toot #tootessai", "-l", "fr", "-p", "Salut", "-v", "public"
    )["id"]
    status = asked("status", seen["post"])
    same((status["language"], status["spoiler_text"]), ("fr", "Salut"))
    holds(toot("status", seen["post"]), "Bonjour de toot")
    # What is done to a post takes its address, too.
    same(asked("favourite", status["url"])["id"], seen["post"])
    toot("unfavourite", status["url"])


@case("post --media --description, upload")
def media():
    picture = cases.setting["picture"]
    made = asked("post", "une image", "-m", picture, "-d", "Un four", "-v", "unlisted", "-s")
    attached = made["media_attachments"][0]
    same((attached["description"], made["sensitive"]), ("Un four", True))
    same(made["visibility"], "unlisted")
    same(requests.get(attached["url"]).status_code, 200)
    same(asked("upload", picture, "-d", "Un pain")["description"], "Un pain")


@case("post --poll-option, polls show")
def poll():
    made = asked(*basile, "post", "oui ou non ?", "--poll-option", "oui", "--poll-option", "non")
    seen["poll"] = made["poll"]["id"]
    same([option["title"] for option in made["poll"]["options"]], ["oui", "non"])
    same(asked("polls", "show", seen["poll"])["votes_count"], 0)


@case("polls vote")
def vote():
    holds(toot("polls", "vote", seen["poll"], "1"), "non")
    shown = asked("polls", "show", seen["poll"])
    same((shown["voted"], shown["own_votes"], shown["votes_count"]), (True, [1], 1))
    fails("polls", "vote", seen["poll"], "0")


@case("post --scheduled-in")
def scheduled():
    holds(toot("post", "plus tard", "--scheduled-in", "1h"), "scheduled")


@case("timelines home")
def home():
    holds(ids("timelines", "home"), seen["post"])


@case("timelines public")
def public():
    holds(ids("timelines", "public", "--local"), seen["post"])
    holds(toot("timelines", "public", "--no-pager", "--no-clear"), "Bonjour de toot")
    newest = ids("timelines", "public", "--limit", "1")
    lacks(ids("timelines", "public", "--max-id", newest[0]), newest[0])
    same(asked("timelines", "public", "--remote"), [])
    holds(ids("timelines", "public", "-i", cases.origin), seen["post"])


@case("timelines tag")
def tag():
    holds(ids("timelines", "tag", "tootessai"), seen["post"])
    same(ids("timelines", "tag", "tootessai", "--none", "tootessai"), [])


@case("timelines account")
def account():
    holds(ids("timelines", "account", "awa"), seen["post"])


@case("timelines trending, timelines link")
def trending():
    same(asked("timelines", "trending"), [])
    same(asked("timelines", "link", "https://example.org/"), [])


@case("thread, post --reply-to, post --reply-last")
def thread():
    answer = asked(*basile, "post", "la suite", "-r", seen["post"])["id"]
    last = asked(*basile, "post", "la fin", "--reply-last")["id"]
    found = asked("thread", seen["post"])
    same([status["id"] for status in found["descendants"]], [answer, last])
    holds(toot("thread", answer), "Bonjour de toot")


@case("search")
def search():
    found = asked("search", "basile", "--type", "accounts")
    holds([account["acct"] for account in found["accounts"]], "basile")
    found = asked("search", "Bonjour", "--type", "statuses")
    holds([status["id"] for status in found["statuses"]], seen["post"])
    holds(toot("search", "tootessai", "--type", "hashtags"), "tootessai")


@case("follow, following, followers, unfollow")
def follow():
    same(asked("follow", "basile")["following"], True)
    same(names("following", "awa"), ["basile"])
    same(names("followers", "basile"), ["awa"])
    same(asked("unfollow", "basile")["following"], False)
    same(names("following"), [])


@case("follow-requests list, accept, reject")
def follow_requests():
    toot("update-account", "--locked")
    same(asked(*basile, "follow", "awa")["requested"], True)
    same(names("follow-requests", "list"), ["basile"])
    toot("follow-requests", "reject", "basile")
    same(names("follow-requests", "list"), [])
    toot(*basile, "follow", "awa")
    toot("follow-requests", "accept", "basile")
    same(names("followers"), ["basile"])
    toot("update-account", "--no-locked")


@case("favourite, unfavourite, timelines favourites")
def favourite():
    toot(*basile, "favourite", seen["post"])
    same(asked("status", seen["post"])["favourites_count"], 1)
    same(ids(*basile, "timelines", "favourites"), [seen["post"]])
    toot(*basile, "unfavourite", seen["post"])
    same(asked("status", seen["post"])["favourites_count"], 0)


@case("reblog, reblogged-by, unreblog")
def reblog():
    toot(*basile, "reblog", seen["post"])
    same(names("reblogged-by", seen["post"]), ["basile"])
    toot(*basile, "unreblog", seen["post"])
    same(names("reblogged-by", seen["post"]), [])


@case("bookmark, bookmarks, unbookmark")
def bookmarks():
    toot("bookmark", seen["post"])
    holds(toot("bookmarks"), "Bonjour de toot")
    toot("unbookmark", seen["post"])
    lacks(toot("bookmarks"), "Bonjour de toot")


@case("pin, unpin")
def pin():
    toot("pin", seen["post"])
    same(asked("status", seen["post"])["pinned"], True)
    toot("unpin", seen["post"])


@case("lists create, list, add, accounts, remove, delete; timelines list")
def lists():
    toot("follow", "basile")
    made = asked("lists", "create", "amis", "--replies-policy", "list")
    same((made["title"], made["replies_policy"]), ("amis", "list"))
    toot("lists", "add", "amis", "basile")
    holds(toot("lists", "list"), "amis")
    same(names("lists", "accounts", "amis"), ["basile"])
    number = asked(*basile, "post", "pour la liste", "-v", "public")["id"]
    eventually(lambda: ids("timelines", "list", "amis") == [number])
    toot("lists", "remove", "amis", "basile")
    same(names("lists", "accounts", "amis"), [])
    toot("lists", "delete", "amis")
    same(asked("lists", "list"), [])


@case("notifications, notifications --clear")
def notifications():
    toot(*basile, "post", "Bonjour @awa", "-v", "public")
    eventually(lambda: "mention" in [one["type"] for one in asked("notifications")])
    same({one["type"] for one in asked("notifications", "-t", "mention")}, {"mention"})
    lacks([one["type"] for one in asked("notifications", "-e", "mention")], "mention")
    holds(toot("notifications"), "mentioned you")
    toot("notifications", "--clear")
    same(asked("notifications"), [])


@case("mute, muted, unmute")
def mutes():
    toot("mute", "basile")
    same(names("muted"), ["basile"])
    toot("unmute", "basile")
    same(asked("muted"), [])


@case("block, blocked, unblock")
def blocks():
    toot("block", "basile")
    same(names("blocked"), ["basile"])
    toot("unblock", "basile")
    same(asked("blocked"), [])


@case("tags follow, followed, info, unfollow")
def tags():
    toot("tags", "follow", "tootessai")
    holds(toot("tags", "followed"), "tootessai")
    same(asked("tags", "info", "tootessai")["following"], True)
    toot("tags", "unfollow", "tootessai")
    same(asked("tags", "followed"), [])


@case("tags feature, featured, unfeature")
def featured():
    toot("tags", "feature", "tootessai")
    same([tag["name"] for tag in asked("tags", "featured")], ["tootessai"])
    toot("tags", "unfeature", "tootessai")
    same(asked("tags", "featured"), [])


@case("delete")
def delete():
    toot("delete", seen["post"])
    fails("status", seen["post"])


@case("logout")
def logout():
    toot("logout", f"basile@{host}")
    lacks(toot("auth"), f"basile@{host}")


for name, check in CHECKS.items():
    cases.run(name, check)
