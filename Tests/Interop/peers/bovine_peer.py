"""bovine_herd, an ActivityPub server of the bovine family, with one person: alice.

The server is bovine_herd's own, with its own store, its own checks of signatures and its own
deliveries. What alice does she does through bovine's own client, by the client-to-server protocol
over TLS. Nothing here reads or makes a byte of what passes between the servers.
"""

import asyncio
import json
import sqlite3
import sys

import common

common.stay_on_this_machine()

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]


def fill_context_cache() -> None:
    """Gives bovine the JSON-LD contexts that it would fetch from the web and then keep."""
    contexts = {url: common.context(url)["@context"] for url in common.CONTEXTS}
    with sqlite3.connect("bovine_jsonld_cache.sqlite") as cache:
        cache.execute("CREATE TABLE IF NOT EXISTS jsonld (url TEXT PRIMARY KEY, context TEXT)")
        cache.executemany(
            "INSERT OR REPLACE INTO jsonld VALUES (?, ?)",
            [(url, json.dumps(value)) for url, value in contexts.items()],
        )


fill_context_cache()

from bovine import BovineClient  # noqa: E402
from bovine.clients import fetch_nodeinfo, lookup_uri_with_webfinger  # noqa: E402
from bovine.crypto import generate_ed25519_private_key, private_key_to_did_key  # noqa: E402
from bovine.types.nodeinfo import NodeInfo  # noqa: E402
from bovine_herd import BovineHerd  # noqa: E402
from bovine_store import BovineAdminStore  # noqa: E402
from bovine_store.models import CollectionItem, StoredJsonObject  # noqa: E402
from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from quart import Quart  # noqa: E402

app = BovineHerd(Quart("bovine"), db_url=f"sqlite://{HOME}/bovine.sqlite3")
orders = common.Orders()


class Alice:
    """What alice can be told to do. An id in an answer is one that bovine gave."""

    def __init__(self, client: BovineClient, actor):
        self.client, self.actor = client, actor

    async def describe(self):
        return {"id": self.client.actor_id, "address": f"@alice@{HOST}:{PORT}"}

    async def lookup(self, address):
        name, host = address.removeprefix("@").split("@")
        found, _ = await lookup_uri_with_webfinger(
            self.client.session, f"acct:{name}@{host}", f"https://{host}"
        )
        # Through alice's server, which fetches with its own signature and keeps the document.
        return await self.client.proxy(found)

    async def nodeinfo(self, host):
        """NodeInfo 2.0, held to its schema."""
        return NodeInfo(**await fetch_nodeinfo(self.client.session, host)).model_dump(mode="json")

    async def collection(self, url):
        """All items of a collection, page by page, read with alice's signature."""
        return (await self.actor.get_ordered_collection(url))["items"]

    async def send(self, activity):
        response = await self.client.send_to_outbox(activity)
        response.raise_for_status()
        return response.headers["location"]

    async def follow(self, actor):
        return await self.send(self.client.activity_factory.follow(actor).build())

    async def accept(self, follow):
        return await self.send(self.client.activity_factory.accept(follow).build())

    async def undo(self, activity):
        kept = await self.held(activity)
        undo = self.client.activity_factory.undo(kept)
        return await self.send(undo.build())

    async def post(self, content):
        note = self.client.object_factory.note(content=content).as_public().build()
        return await self.created(note)

    async def reply(self, to, content):
        original = await self.client.proxy(to)
        note = await self.client.object_factory.reply_with_mention(original, content=content)
        return await self.created(note.as_public().build())

    async def created(self, note):
        create = await self.send(self.client.activity_factory.create(note).build())
        held = (await self.held(create))["object"]
        return held if isinstance(held, str) else held["id"]

    async def edit(self, object, content):
        note = await self.held(object)
        note["content"] = content
        return await self.send(self.client.activity_factory.update(note).build())

    async def delete(self, object):
        return await self.send(self.client.activity_factory.delete(object).as_public().build())

    async def like(self, object, author):
        return await self.send(self.client.activity_factory.like(object, to={author}).build())

    async def boost(self, object, author):
        announce = self.client.activity_factory.announce(object, cc={author}).as_public()
        return await self.send(announce.build())

    async def received(self, type):
        """The activities of a type in alice's inbox: bovine has checked their signatures."""
        inbox = self.client.information["inbox"]
        ids = [item.object_id for item in await CollectionItem.filter(part_of=inbox)]
        kept = await StoredJsonObject.filter(id__in=ids)
        return [item.content for item in kept if item.content.get("type") == type]

    async def held(self, object):
        kept = await StoredJsonObject.get_or_none(id=object)
        return kept.content if kept else None

    async def counted(self, object, what):
        return await CollectionItem.filter(part_of=f"{object}/{what}").count()

    async def followers(self):
        return await self.members("followers")

    async def following(self):
        return await self.members("following")

    async def members(self, collection):
        part_of = self.client.information[collection]
        return [item.object_id for item in await CollectionItem.filter(part_of=part_of)]


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


async def register() -> Alice:
    """An account as bovine makes one, and a client that holds its key."""
    secret = generate_ed25519_private_key()
    accounts = BovineAdminStore(domain=f"https://{HOST}:{PORT}")
    name = await accounts.register("alice")
    await accounts.add_identity_string_to_actor(name, "client", private_key_to_did_key(secret))
    actor = await accounts.actor_for_name(name)
    client = BovineClient(domain=f"{HOST}:{PORT}", secret=secret, actor_id=actor.actor_id)
    await client.init()
    return Alice(client, actor)


async def main() -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{PORT}"]
    config.certfile, config.keyfile = CERTIFICATE, KEY
    stopped, started = asyncio.Event(), asyncio.Event()
    app.before_serving(lambda: started.set())
    server = asyncio.create_task(serve(app, config, shutdown_trigger=stopped.wait))
    await asyncio.wait_for(started.wait(), 30)
    alice = await register()
    verbs = {name: getattr(alice, name) for name in VERBS}
    await orders.obey(verbs)
    await alice.client.session.close()
    await alice.actor.session.close()
    stopped.set()
    await server


VERBS = [
    "describe", "lookup", "nodeinfo", "collection", "follow", "accept", "undo", "post", "reply", "edit", "delete", "like",
    "boost", "received", "held", "counted", "followers", "following",
]

asyncio.run(main())
