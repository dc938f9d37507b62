"""What a person does and remembers, for peers whose library speaks for nobody: one that only signs, or
only answers for an actor.

A peer gives `deliver` and `fetch`, which go by its library, and calls `came` for each activity whose signature
its library found good. Here is which document is where and what activities mean; nothing looks at a signature.
"""

import secrets
from datetime import datetime, timezone

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CONTEXT = "https://www.w3.org/ns/activitystreams"


def id_of(value):
    return value["id"] if isinstance(value, dict) else value


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Person:
    # What the runner may order.
    verbs = [
        "describe", "lookup", "nodeinfo", "collection", "follow", "accept", "undo", "post", "reply", "edit",
        "delete", "like", "boost", "received", "held", "counted", "followers", "following",
    ]

    def __init__(self, me: str, address: str, origin: str):
        self.me, self.address, self.origin = me, address, origin
        self.kept: dict[str, dict] = {}  # documents by id, ours and theirs
        self.arrived: list[dict] = []
        self.following_now: list[str] = []
        self.followed_by: list[str] = []

    def orders(self) -> dict:
        return {name: getattr(self, name) for name in self.verbs}

    def document(self, path: str):
        """What is at a path of this peer under /objects, with its status."""
        found = self.kept.get(self.origin + path)
        if found is None or not path.startswith("/objects/"):
            return 404, {}
        return 410 if found["type"] == "Tombstone" else 200, {"@context": CONTEXT, **found}

    # ------------------------------------------------------------------ what comes

    def came(self, activity: dict) -> None:
        """Remembers an activity, and what it means."""
        self.arrived.append(activity)
        effect = getattr(self, f"{activity['type'].lower()}_came", None)
        if effect:
            effect(activity, activity.get("object"))

    def follow_came(self, activity, object):
        self.kept[activity["id"]] = activity

    def accept_came(self, activity, object):
        # A Follow that was sent past all this is not remembered.
        follow = self.kept.get(id_of(object))
        if follow and follow["object"] == activity["actor"] and follow["actor"] == self.me:
            self.following_now.append(activity["actor"])

    def undo_came(self, activity, object):
        undone = self.kept.get(id_of(object), object)
        if undone["actor"] != activity["actor"]:
            return
        if undone["type"] == "Follow" and activity["actor"] in self.followed_by:
            self.followed_by.remove(activity["actor"])
        for what in ("likes", "shares"):
            named = self.kept.get(id_of(undone["object"]), {}).get(what, [])
            if undone["id"] in named:
                named.remove(undone["id"])

    def create_came(self, activity, object):
        self.kept[object["id"]] = object
        if object.get("inReplyTo") in self.kept:
            self.kept[object["inReplyTo"]].setdefault("replies", []).append(object["id"])

    def update_came(self, activity, object):
        self.kept[id_of(object)] = object

    def delete_came(self, activity, object):
        self.kept[id_of(object)] = {"id": id_of(object), "type": "Tombstone"}

    def like_came(self, activity, object):
        self.count("likes", activity)

    def announce_came(self, activity, object):
        self.count("shares", activity)

    def count(self, what, activity):
        self.kept[activity["id"]] = activity
        self.kept[id_of(activity["object"])].setdefault(what, []).append(activity["id"])

    # ------------------------------------------------------------------ what is done

    def name(self) -> str:
        return f"{self.origin}/objects/{secrets.token_hex(8)}"

    async def send(self, type, object, *recipients, **more):
        """Delivers an activity to some, or to all followers."""
        activity = {
            "@context": CONTEXT, "id": self.name(), "type": type, "actor": self.me, "object": object, **more,
        }
        self.kept[activity["id"]] = activity
        for recipient in recipients or list(self.followed_by):
            await self.deliver(activity, (await self.fetch(recipient))["inbox"])
        return activity["id"]

    async def describe(self):
        return {"id": self.me, "address": self.address}

    async def follow(self, actor):
        return await self.send("Follow", actor, actor)

    async def accept(self, follow):
        activity = self.kept[id_of(follow)]
        self.followed_by.append(activity["actor"])
        return await self.send("Accept", activity, activity["actor"])

    async def undo(self, activity):
        done = {key: value for key, value in self.kept[activity].items() if key != "@context"}
        return await self.send("Undo", done, *([done["object"]] if done["type"] == "Follow" else []))

    async def post(self, content, **more):
        note = {
            "id": self.name(), "type": "Note", "attributedTo": self.me, "content": content,
            "published": now(), "to": [PUBLIC], "cc": [f"{self.me}/followers"], **more,
        }
        self.kept[note["id"]] = note
        await self.send("Create", dict(note), to=note["to"], cc=note["cc"])
        return note["id"]

    async def reply(self, to, content):
        return await self.post(content, inReplyTo=(await self.fetch(to))["id"])

    async def edit(self, object, content):
        note = {**self.kept[object], "content": content, "updated": now()}
        self.kept[object] = note
        # What others did to it is told by its own collections, and not here.
        said = {key: value for key, value in note.items() if key not in ("likes", "shares", "replies")}
        return await self.send("Update", said, to=note["to"], cc=note["cc"])

    async def delete(self, object):
        gone = {"id": object, "type": "Tombstone"}
        self.kept[object] = gone
        return await self.send("Delete", gone, to=[PUBLIC])

    async def like(self, object, author):
        return await self.send("Like", object, author)

    async def boost(self, object, author):
        return await self.send(
            "Announce", object, author, published=now(), to=[PUBLIC], cc=[f"{self.me}/followers", author]
        )

    # ------------------------------------------------------------------ what is asked

    async def nodeinfo(self, host):
        links = (await self.fetch(f"https://{host}/.well-known/nodeinfo"))["links"]
        [link] = [one for one in links if one["rel"].endswith("/ns/schema/2.1")]
        return await self.fetch(link["href"])

    async def collection(self, url):
        """All items of a collection, page by page."""
        items, page = [], (await self.fetch(url))["first"]
        while page:
            page = page if isinstance(page, dict) else await self.fetch(page)
            items += page.get("orderedItems", [])
            page = page.get("next")
        return items

    async def received(self, type):
        return [activity for activity in self.arrived if activity["type"] == type]

    async def held(self, object):
        return self.kept.get(object)

    async def counted(self, object, what):
        return len(self.kept[object].get(what, []))

    async def followers(self):
        return self.followed_by

    async def following(self):
        return self.following_now
