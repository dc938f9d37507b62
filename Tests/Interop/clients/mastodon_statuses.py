"""Writing: statuses and all that is done with them, media, polls."""

from datetime import datetime, timedelta, timezone

from common import holds, lacks, same
from mastodon.errors import MastodonAPIError, MastodonNotFoundError
from mastodon_cases import case, ids, refused


@case("status_post")
def post(w):
    w.post = w.awa.status_post(
        "Bonjour **monde** #Lannion @basile", spoiler_text="Salut", language="fr",
        idempotency_key="une-fois",
    )
    again = w.awa.status_post("Bonjour encore", idempotency_key="une-fois")
    same((again.id, w.post.spoiler_text, w.post.language), (w.post.id, "Salut", "fr"))
    same(([tag.name.lower() for tag in w.post.tags], ids(w.post.mentions)), (["lannion"], [w.b]))
    for visibility in ["unlisted", "private", "direct"]:
        one = w.awa.status_post(f"pour {visibility}, @basile", visibility=visibility)
        same(one.visibility, visibility)
        w.awa.status_delete(one)


@case("toot")
def toot(w):
    w.second = w.awa.toot("deuxième")
    same(w.second.visibility, "public")


@case("status")
def status(w):
    same(w.basile.status(w.post).account.id, w.a)


@case("statuses")
def statuses(w):
    same(sorted(ids(w.basile.statuses([w.post, w.second]))), sorted([w.post.id, w.second.id]))


@case("status_reply")
def reply(w):
    w.reply = w.basile.status_reply(w.post, "Réponse")
    same((w.reply.in_reply_to_id, w.reply.in_reply_to_account_id), (w.post.id, w.a))
    holds(ids(w.reply.mentions), w.a)


@case("status_context")
def context(w):
    same(ids(w.awa.status_context(w.post).descendants), [w.reply.id])
    same(ids(w.awa.status_context(w.reply).ancestors), [w.post.id])


@case("status_favourite")
def favourite(w):
    one = w.basile.status_favourite(w.post)
    same((one.favourited, one.favourites_count), (True, 1))


@case("status_favourited_by")
def favourited_by(w):
    same(ids(w.awa.status_favourited_by(w.post)), [w.b])


@case("favourites")
def favourites(w):
    same(ids(w.basile.favourites()), [w.post.id])


@case("status_unfavourite")
def unfavourite(w):
    same(w.basile.status_unfavourite(w.post).favourited, False)


@case("status_reblog")
def reblog(w):
    w.boost = w.basile.status_reblog(w.post)
    same((w.boost.reblog.id, w.boost.reblog.reblogged), (w.post.id, True))
    same(w.awa.status(w.boost).reblog.id, w.post.id)


@case("status_reblogged_by")
def reblogged_by(w):
    same(ids(w.awa.status_reblogged_by(w.post)), [w.b])


@case("status_unreblog")
def unreblog(w):
    same(w.basile.status_unreblog(w.post).reblogged, False)


@case("status_bookmark")
def bookmark(w):
    same(w.basile.status_bookmark(w.post).bookmarked, True)


@case("bookmarks")
def bookmarks(w):
    same(ids(w.basile.bookmarks()), [w.post.id])


@case("status_unbookmark")
def unbookmark(w):
    same(w.basile.status_unbookmark(w.post).bookmarked, False)


@case("status_mute")
def mute(w):
    same(w.awa.status_mute(w.post).muted, True)


@case("status_unmute")
def unmute(w):
    same(w.awa.status_unmute(w.post).muted, False)


@case("status_pin")
def pin(w):
    same(w.awa.status_pin(w.post).pinned, True)
    same(ids(w.awa.account_statuses(w.a, pinned=True)), [w.post.id])


@case("status_unpin")
def unpin(w):
    same(w.awa.status_unpin(w.post).pinned, False)


@case("status_update")
def update(w):
    same(w.awa.status_update(w.second, "deuxième, mieux").edited_at is None, False)
    refused(lambda: w.basile.status_update(w.second, "à moi"), MastodonAPIError)


@case("status_source")
def source(w):
    same(w.awa.status_source(w.second).text, "deuxième, mieux")


@case("status_history")
def history(w):
    same(len(w.awa.status_history(w.second)), 2)


@case("status_card")
def card(w):
    same(w.awa.status_card(w.second), None)


@case("status_translate")
def translate(w):
    refused(lambda: w.awa.status_translate(w.second), MastodonAPIError)


@case("media_post")
def media_post(w):
    w.media = w.awa.media_post(w.picture, description="Un four", focus=(0.1, 0.2))
    same((w.media.type, w.media.description), ("image", "Un four"))


@case("media")
def media(w):
    same(w.awa.media(w.media).id, w.media.id)
    refused(lambda: w.basile.media(w.media), MastodonNotFoundError)


@case("media_update")
def media_update(w):
    same(w.awa.media_update(w.media, description="Un four à pain").description, "Un four à pain")
    w.pictured = w.awa.status_post("image", media_ids=[w.media])
    same(ids(w.pictured.media_attachments), [w.media.id])


@case("poll")
def poll(w):
    made = w.awa.status_post("oui ?", poll=w.awa.make_poll(["oui", "non"], 600))
    w.poll = made.poll
    same([option.title for option in w.basile.poll(w.poll).options], ["oui", "non"])


@case("poll_vote")
def poll_vote(w):
    voted = w.basile.poll_vote(w.poll, [0])
    same((voted.voted, list(voted.own_votes), voted.votes_count), (True, [0], 1))
    refused(lambda: w.basile.poll_vote(w.poll, [1]), MastodonAPIError)


@case("scheduled_statuses")
def scheduled(w):
    w.later = w.awa.status_post("plus tard", scheduled_at=datetime.now(timezone.utc) + timedelta(hours=1))
    holds(ids(w.awa.scheduled_statuses()), w.later.id)


@case("scheduled_status")
def scheduled_one(w):
    same(w.awa.scheduled_status(w.later).params.text, "plus tard")


@case("scheduled_status_update")
def scheduled_update(w):
    moment = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(hours=3)
    same(w.awa.scheduled_status_update(w.later, moment).scheduled_at, moment)


@case("scheduled_status_delete")
def scheduled_delete(w):
    w.awa.scheduled_status_delete(w.later)
    lacks(ids(w.awa.scheduled_statuses()), w.later.id)


@case("status_delete")
def delete(w):
    same(w.awa.status_delete(w.pictured).text, "image")
    refused(lambda: w.awa.status(w.pictured), MastodonNotFoundError)
    refused(lambda: w.basile.status_delete(w.post), MastodonAPIError)
