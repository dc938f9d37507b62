"""A server made of apkit, with one person: alice.

apkit is a toolkit: it parses (apmodel), checks and makes signatures (apsig), routes inboxes,
WebFinger and NodeInfo, and delivers. What it leaves to its user is here: which document is where,
and what is remembered. Nothing here looks at a signature.
"""

import asyncio
import secrets
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import common

common.stay_on_this_machine()

import json  # noqa: E402

import apmodel  # noqa: E402
import uvicorn  # noqa: E402
from apkit.client._common import sign_request  # noqa: E402
from apkit.client.asyncio.client import ActivityPubClient  # noqa: E402
from apkit.client.models import Link, WebfingerResult  # noqa: E402
from apkit.config import AppConfig  # noqa: E402
from apkit.server.app import ActivityPubServer  # noqa: E402
from apkit.server.responses import ActivityResponse  # noqa: E402
from apkit.server.types import ActorKey  # noqa: E402
from apmodel.core.collection import OrderedCollection  # noqa: E402
from apmodel.extra.cid import Multikey  # noqa: E402
from apmodel.extra.security import CryptographicKey  # noqa: E402
from apmodel.nodeinfo.nodeinfo import Nodeinfo  # noqa: E402
from apmodel.vocab.activity import (  # noqa: E402
    Accept, Announce, Create, Delete, Follow, Like, Undo, Update,
)
from apmodel.vocab.actor import Person  # noqa: E402
from apmodel.vocab.note import Note  # noqa: E402
from apmodel._core._jsonjd import loader  # noqa: E402
from apsig import ProofVerifier  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: E402
from fastapi.responses import JSONResponse  # noqa: E402

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]
ORIGIN = f"https://{HOST}:{PORT}"
ALICE = f"{ORIGIN}/users/alice"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def add_contexts() -> None:
    """Gives apmodel the JSON-LD contexts that it would fetch from the web, as it keeps its own."""
    for url in common.CONTEXTS:
        path = Path(HOME) / (secrets.token_hex(4) + ".jsonld")
        path.write_text(json.dumps({"urls": [url], "schema": common.context(url)}))
        loader.PRELOAD_JSONLD_PATH_MAPPINGS[url] = str(path)


add_contexts()

def read_references() -> None:
    """Lets a post name its parent and its collections by id.

    apmodel 0.5.4 wants `inReplyTo`, `replies`, `likes` and `shares` embedded, and refuses a whole
    document that names one by its id, as ActivityStreams allows and every server does for
    `inReplyTo`. This widens the four fields and touches nothing else (docs/interop.md).
    """
    for name in ("in_reply_to", "replies", "likes", "shares"):
        field = Note.model_fields[name]
        field.annotation = Any
        field.metadata = []
    Note.model_rebuild(force=True)


read_references()

rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ed25519_key = ed25519.Ed25519PrivateKey.generate()
# The proof first, then the HTTP signature over the body that has it.
KEYS = [
    ActorKey(key_id=f"{ALICE}#ed25519-key", private_key=ed25519_key),
    ActorKey(key_id=f"{ALICE}#main-key", private_key=rsa_key),
]


async def keys_of(_: str) -> list[ActorKey]:
    return KEYS


app = ActivityPubServer(apkit_config=AppConfig(actor_keys=keys_of), docs_url=None, openapi_url=None)
kept: dict[str, dict] = {}  # documents by id, ours and theirs
raw: list[dict] = []  # the same as they came
arrived: list[dict] = []  # activities whose signature apkit has checked
followers: list[str] = []
following: list[str] = []


def alice() -> Person:
    main = CryptographicKey(id=f"{ALICE}#main-key", owner=ALICE)
    main.public_key = rsa_key
    multikey = Multikey(id=f"{ALICE}#ed25519-key", controller=ALICE)
    multikey.public_key = ed25519_key
    return Person(
        id=ALICE, name="Alice", preferred_username="alice", inbox=f"{ALICE}/inbox",
        outbox=f"{ALICE}/outbox", followers=f"{ALICE}/followers", following=f"{ALICE}/following",
        public_key=main, assertion_method=[multikey],
    )


@app.webfinger
async def webfinger(request, resource):
    if resource.username != "alice" or resource.host != f"{HOST}:{PORT}":
        return JSONResponse({"message": "not found"}, status_code=404)
    link = Link(rel="self", type="application/activity+json", href=ALICE)
    result = WebfingerResult(subject=resource, links=[link])
    return JSONResponse(result.to_json(), media_type="application/jrd+json")


@app.get("/users/alice")
async def actor():
    return ActivityResponse(alice())


@app.get("/users/alice/{collection}")
async def collection(collection: str):
    members = {"followers": followers, "following": following, "outbox": []}[collection]
    return ActivityResponse(
        OrderedCollection(
            id=f"{ALICE}/{collection}", total_items=len(members), ordered_items=members
        )
    )


@app.get("/objects/{name}")
async def document(name: str):
    found = kept.get(f"{ORIGIN}/objects/{name}")
    if found is None:
        return JSONResponse({"message": "not found"}, status_code=404)
    return JSONResponse(
        found, media_type="application/activity+json",
        status_code=410 if found["type"] == "Tombstone" else 200,
    )


app.inbox("/users/alice/inbox")


def on(kind):
    """Remembers each activity of a kind that apkit lets through, and then what it means."""

    def decorate(effect):
        async def handle(ctx):
            activity = apmodel.to_dict(ctx.activity)
            arrived.append(activity)
            raw.append(await ctx.request.json())
            effect(activity, activity.get("object"))
            return JSONResponse({}, status_code=202)

        app.on(kind, handle)
        return effect

    return decorate


def id_of(value):
    return value["id"] if isinstance(value, dict) else value


def counted_in(what: str, activity: dict) -> None:
    kept[activity["id"]] = activity
    kept[id_of(activity["object"])].setdefault(what, []).append(activity["id"])


@on(Follow)
def follow_came(activity, object):
    kept[activity["id"]] = activity


@on(Accept)
def accept_came(activity, object):
    follow = kept[id_of(object)]
    if follow["object"] == activity["actor"] and follow["actor"] == ALICE:
        following.append(activity["actor"])


@on(Undo)
def undo_came(activity, object):
    undone = kept.get(id_of(object), object)
    if undone["actor"] != activity["actor"]:
        return
    if undone["type"] == "Follow" and activity["actor"] in followers:
        followers.remove(activity["actor"])
    for what in ("likes", "shares"):
        named = kept.get(id_of(undone["object"]), {}).get(what, [])
        if undone["id"] in named:
            named.remove(undone["id"])


@on(Create)
def create_came(activity, object):
    kept[object["id"]] = object
    if object.get("inReplyTo") in kept:
        kept[object["inReplyTo"]].setdefault("replies", []).append(object["id"])


@on(Update)
def update_came(activity, object):
    kept[object["id"]] = object


@on(Delete)
def delete_came(activity, object):
    kept[id_of(object)] = {"id": id_of(object), "type": "Tombstone"}


@on(Like)
def like_came(activity, object):
    counted_in("likes", activity)


@on(Announce)
def announce_came(activity, object):
    counted_in("shares", activity)


class Alice:
    """What alice can be told to do."""

    async def describe(self):
        return {"id": ALICE, "address": f"@alice@{HOST}:{PORT}"}

    async def lookup(self, address):
        name, host = address.removeprefix("@").split("@")
        async with ActivityPubClient() as client:
            result = await client.actor.resolve(name, host)
            link = result.get("application/activity+json")
            link = link[0] if isinstance(link, list) else link
            found = await client.actor.fetch(link.href)
        # A model: apmodel has understood the document as an actor.
        return apmodel.to_dict(found)

    async def nodeinfo(self, host):
        """NodeInfo 2.1, held to its schema by apmodel."""
        async with ActivityPubClient() as client:
            async with client.get(f"https://{host}/.well-known/nodeinfo") as response:
                links = (await response.json(content_type=None))["links"]
            [link] = [one for one in links if one["rel"].endswith("/ns/schema/2.1")]
            async with client.get(link["href"]) as response:
                return Nodeinfo(**await response.json(content_type=None)).model_dump()

    async def collection(self, url):
        """All items of a collection, page by page, each page an apmodel of that kind."""
        items = []
        async with ActivityPubClient() as client:
            page = (await client.actor.fetch(url)).first
            while page:
                page = await client.actor.fetch(page)
                items += [apmodel.to_dict(one) for one in page.ordered_items or []]
                page = page.next
        return items

    async def send(self, activity, *recipients, sign_with=("draft-cavage", "fep8b32")):
        """Delivers by apkit, signed by it twice: FEP-8b32 within, draft-cavage around."""
        kept[activity.id] = apmodel.to_dict(activity)
        async with ActivityPubClient() as client:
            for recipient in recipients or followers:
                person = await client.actor.fetch(recipient)
                async with client.post(
                    person.inbox, json=activity, signatures=KEYS, sign_with=list(sign_with)
                ) as response:
                    if response.status >= 300:
                        raise RuntimeError(f"{response.status} {await response.text()}")
        return activity.id

    def named(self) -> dict:
        return {"id": f"{ORIGIN}/objects/{secrets.token_hex(8)}", "actor": ALICE}

    async def follow(self, actor):
        return await self.send(Follow(**self.named(), object=actor), actor)

    async def follow_by_message_signature(self, actor):
        return await self.send(Follow(**self.named(), object=actor), actor, sign_with=["rfc9421"])

    async def accept(self, follow):
        activity = kept[id_of(follow)]
        followers.append(activity["actor"])
        model = apmodel.load(activity)
        return await self.send(Accept(**self.named(), object=model), activity["actor"])

    async def undo(self, activity):
        done = kept[activity]
        recipients = [done["object"]] if done["type"] == "Follow" else []
        return await self.send(Undo(**self.named(), object=apmodel.load(done)), *recipients)

    async def post(self, content, **more):
        note = Note(
            id=f"{ORIGIN}/objects/{secrets.token_hex(8)}", attributed_to=ALICE, content=content,
            published=now(), to=[PUBLIC], cc=[f"{ALICE}/followers"], **more,
        )
        kept[note.id] = apmodel.to_dict(note)
        await self.send(Create(**self.named(), to=note.to, cc=note.cc, object=note))
        return note.id

    async def reply(self, to, content):
        async with ActivityPubClient() as client:
            async with client.get(to, headers={"Accept": "application/activity+json"}) as response:
                original = await response.json(content_type=None)
        return await self.post(content, in_reply_to={"id": original["id"], "type": original["type"]})

    async def edit(self, object, content):
        note = apmodel.load({**kept[object], "content": content, "updated": now()})
        kept[object] = apmodel.to_dict(note)
        return await self.send(Update(**self.named(), to=note.to, cc=note.cc, object=note))

    async def delete(self, object):
        kept[object] = {"id": object, "type": "Tombstone"}
        return await self.send(Delete(**self.named(), to=[PUBLIC], object=object))

    async def like(self, object, author):
        return await self.send(Like(**self.named(), object=object), author)

    async def boost(self, object, author):
        announce = Announce(
            **self.named(), object=object, published=now(), to=[PUBLIC],
            cc=[f"{ALICE}/followers", author],
        )
        return await self.send(announce, author)

    async def proven(self, content):
        """An activity with a proof by apsig, and no HTTP signature around it."""
        note = Note(
            id=f"{ORIGIN}/objects/{secrets.token_hex(8)}", attributed_to=ALICE, content=content,
            to=[PUBLIC],
        )
        create = Create(**self.named(), to=note.to, object=note)
        document, _ = sign_request("", {}, KEYS, create, ["fep8b32"], as_dict=True)
        return document

    async def proofs(self, actor):
        """What apsig says of the proof of each activity of an actor: an error, or nothing."""
        async with ActivityPubClient() as client:
            keys = (await client.actor.fetch(actor)).assertion_method
        verifiers = {key.id: ProofVerifier(key.public_key_multibase) for key in keys}
        said = {}
        for activity in raw:
            if activity["actor"] != actor:
                continue
            try:
                # It takes the proof apart while it looks.
                proof = json.loads(json.dumps(activity))
                verifiers[proof["proof"]["verificationMethod"]].verify(proof, raise_on_fail=True)
                said[activity["id"]] = None
            except Exception as failure:
                said[activity["id"]] = f"{type(failure).__name__}: {failure}"
        return said

    async def received(self, type):
        return [activity for activity in arrived if activity["type"] == type]

    async def held(self, object):
        return kept.get(object)

    async def counted(self, object, what):
        return len(kept[object].get(what, []))

    async def followers(self):
        return followers

    async def following(self):
        return following


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


async def main() -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=int(PORT), ssl_certfile=CERTIFICATE, ssl_keyfile=KEY,
            log_config=None, lifespan="off",
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    peer = Alice()
    await orders.obey({name: getattr(peer, name) for name in VERBS})
    server.should_exit = True
    await serving


VERBS = [
    "describe", "lookup", "nodeinfo", "collection", "follow", "follow_by_message_signature", "accept", "undo", "post", "reply", "edit", "delete", "like",
    "boost", "proven", "proofs", "received", "held", "counted", "followers", "following",
]
orders = common.Orders()
asyncio.run(main())
