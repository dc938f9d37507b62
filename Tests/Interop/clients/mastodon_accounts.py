"""Accounts, and what one has to do with another."""

from common import eventually, holds, lacks, same
from mastodon.errors import MastodonNotFoundError
from mastodon_cases import case, ids, refused


@case("me")
def me(w):
    w.a, w.b = w.awa.me().id, w.basile.me().id
    assert w.a != w.b


@case("account_verify_credentials")
def verify(w):
    account = w.awa.account_verify_credentials()
    same((account.acct, account.source.privacy), ("awa", "public"))


@case("account")
def account(w):
    same(w.awa.account(w.b).acct, "basile")
    refused(lambda: w.awa.account(10**15), MastodonNotFoundError)


@case("accounts")
def accounts(w):
    same(sorted(ids(w.awa.accounts([w.a, w.b]))), sorted([w.a, w.b]))


@case("account_lookup")
def lookup(w):
    same(w.anyone.account_lookup("basile").id, w.b)


@case("account_search")
def search(w):
    holds(ids(w.awa.account_search("basi")), w.b)


@case("account_update_credentials")
def update(w):
    account = w.awa.account_update_credentials(
        display_name="Awa D.", note="**Bonjour**", avatar=w.picture, header=w.picture,
        fields=[("site", "https://example.org")],
    )
    same((account.display_name, account.source.note), ("Awa D.", "**Bonjour**"))
    same([field.name for field in account.fields], ["site"])
    # What an app was told and saves again changes nothing.
    told = account.source
    again = w.awa.account_update_credentials(
        note=told.note, fields=[(field.name, field.value) for field in told.fields]
    )
    same((again.note, again.fields), (account.note, account.fields))
    w.avatar = account.avatar


@case("account_delete_avatar")
def delete_avatar(w):
    assert w.awa.account_delete_avatar().avatar != w.avatar, "the picture is still there"


@case("account_delete_header")
def delete_header(w):
    holds(w.awa.account_delete_header().header, w.origin)


@case("account_follow")
def follow(w):
    tie = w.basile.account_follow(w.a, reblogs=False, notify=True)
    same((tie.following, tie.showing_reblogs, tie.notifying), (True, False, True))
    same(w.basile.account_follow(w.a).showing_reblogs, True)


@case("account_relationships")
def relationships(w):
    same([(tie.id, tie.followed_by) for tie in w.awa.account_relationships(w.b)], [(w.b, True)])


@case("account_followers")
def followers(w):
    same(ids(w.awa.account_followers(w.a)), [w.b])


@case("account_following")
def following(w):
    same(ids(w.basile.account_following(w.b)), [w.a])


@case("account_familiar_followers")
def familiar(w):
    found = w.awa.account_familiar_followers([w.b])
    same([entry.id for entry in found], [w.b])


@case("account_unfollow")
def unfollow(w):
    same(w.basile.account_unfollow(w.a).following, False)


@case("account_remove_from_followers")
def remove(w):
    w.basile.account_follow(w.a)
    same(w.awa.account_remove_from_followers(w.b).followed_by, False)


@case("follow_requests")
def requests(w):
    same(w.awa.account_update_credentials(locked=True).locked, True)
    same(w.basile.account_follow(w.a).requested, True)
    same(ids(w.awa.follow_requests()), [w.b])


@case("follow_request_reject")
def reject(w):
    w.awa.follow_request_reject(w.b)
    same(ids(w.awa.follow_requests()), [])


@case("follow_request_authorize")
def authorize(w):
    w.basile.account_follow(w.a)
    same(w.awa.follow_request_authorize(w.b).followed_by, True)
    same(w.awa.account_update_credentials(locked=False).locked, False)


@case("account_block")
def block(w):
    same(w.awa.account_block(w.b).blocking, True)


@case("blocks")
def blocks(w):
    same(ids(w.awa.blocks()), [w.b])


@case("account_unblock")
def unblock(w):
    same(w.awa.account_unblock(w.b).blocking, False)
    same(ids(w.awa.blocks()), [])
    w.basile.account_follow(w.a)


@case("account_mute")
def mute(w):
    tie = w.awa.account_mute(w.b, notifications=True, duration=600)
    same((tie.muting, tie.muting_notifications), (True, True))


@case("mutes")
def mutes(w):
    same(ids(w.awa.mutes()), [w.b])


@case("account_unmute")
def unmute(w):
    same(w.awa.account_unmute(w.b).muting, False)


@case("account_note_set")
def note(w):
    same(w.awa.account_note_set(w.b, "du marché").note, "du marché")


@case("account_endorse")
def endorse(w):
    w.awa.account_follow(w.b)
    same(w.awa.account_endorse(w.b).endorsed, True)


@case("endorsements")
def endorsements(w):
    same(ids(w.awa.endorsements()), [w.b])


@case("account_unendorse")
def unendorse(w):
    same(w.awa.account_unendorse(w.b).endorsed, False)


@case("account_pin")
def pin(w):
    same(w.awa.account_pin(w.b).endorsed, True)


@case("account_unpin")
def unpin(w):
    same(w.awa.account_unpin(w.b).endorsed, False)
    w.awa.account_unfollow(w.b)


@case("domain_block")
def domain_block(w):
    w.awa.domain_block("ailleurs.example")


@case("domain_blocks")
def domain_blocks(w):
    same(list(w.awa.domain_blocks()), ["ailleurs.example"])


@case("domain_unblock")
def domain_unblock(w):
    w.awa.domain_unblock("ailleurs.example")
    same(list(w.awa.domain_blocks()), [])


@case("suggestions")
def suggestions(w):
    assert isinstance(w.awa.suggestions(), list)


@case("suggestions_v1")
def suggestions_v1(w):
    assert isinstance(w.awa.suggestions_v1(), list)


@case("suggestions_v2")
def suggestions_v2(w):
    assert isinstance(w.awa.suggestions_v2(), list)


@case("suggestion_delete")
def suggestion_delete(w):
    w.awa.suggestion_delete(w.b)
    lacks([entry.account.id for entry in w.awa.suggestions_v2()], w.b)


@case("directory")
def directory(w):
    assert all(entry.acct for entry in w.awa.directory(local=True))


@case("report")
def report(w):
    same(w.basile.report(w.a, comment="essai").target_account.id, w.a)
    eventually(lambda: w.cases.command("report", "list"))
