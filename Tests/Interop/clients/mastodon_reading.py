"""Reading: timelines, paging, search, tags."""

from common import holds, lacks, same
from mastodon.errors import MastodonNotFoundError
from mastodon_cases import case, ids, refused


@case("timeline_home")
def home(w):
    holds(ids(w.basile.timeline_home()), w.post.id)
    newer = ids(w.basile.timeline_home(since_id=w.post))
    lacks(newer, w.post.id)
    lacks(ids(w.basile.timeline_home(max_id=w.post)), w.post.id)


@case("timeline")
def timeline(w):
    same(ids(w.basile.timeline("home", limit=2)), ids(w.basile.timeline_home(limit=2)))


@case("timeline_local")
def local(w):
    holds(ids(w.anyone.timeline_local()), w.post.id)


@case("timeline_public")
def public(w):
    holds(ids(w.anyone.timeline_public(limit=40)), w.second.id)


@case("timeline_hashtag")
def hashtag(w):
    same(ids(w.anyone.timeline_hashtag("lannion")), [w.post.id])


@case("timeline_link")
def link(w):
    same(ids(w.awa.timeline_link("https://example.org/")), [])


@case("timeline_is_available")
def available(w):
    same(w.awa.timeline_is_available("public"), True)


@case("account_statuses")
def account_statuses(w):
    holds(ids(w.anyone.account_statuses(w.a)), w.post.id)
    lacks(ids(w.anyone.account_statuses(w.b, exclude_replies=True)), w.reply.id)


@case("fetch_next")
def fetch_next(w):
    w.pages = [w.awa.account_statuses(w.a, limit=1)]
    w.pages.append(w.awa.fetch_next(w.pages[0]))
    assert w.pages[1][0].id < w.pages[0][0].id


@case("fetch_previous")
def fetch_previous(w):
    same(ids(w.awa.fetch_previous(w.pages[1])), ids(w.pages[0]))


@case("fetch_remaining")
def fetch_remaining(w):
    whole = ids(w.awa.fetch_remaining(w.awa.account_statuses(w.a, limit=2)))
    same(whole, ids(w.awa.account_statuses(w.a, limit=40)))


@case("pagination_iterator")
def iterator(w):
    whole = ids(w.awa.pagination_iterator(w.awa.account_statuses(w.a, limit=2)))
    same(whole, ids(w.awa.account_statuses(w.a, limit=40)))


@case("pagination_page_iterator")
def page_iterator(w):
    pages = list(w.awa.pagination_page_iterator(w.awa.account_statuses(w.a, limit=2)))
    assert len(pages) > 1 and all(len(page) <= 2 for page in pages)


@case("search")
def search(w):
    holds(ids(w.awa.search("basile").accounts), w.b)


@case("search_v2")
def search_v2(w):
    holds(ids(w.awa.search_v2("deuxième", result_type="statuses").statuses), w.second.id)
    holds(ids(w.awa.search_v2(w.second.url, resolve=True).statuses), w.second.id)
    holds([tag.name.lower() for tag in w.awa.search_v2("lannion").hashtags], "lannion")


@case("tag")
def tag(w):
    same((w.awa.tag("lannion").name.lower(), w.awa.tag("lannion").following), ("lannion", False))


@case("tag_follow")
def tag_follow(w):
    same(w.awa.tag_follow("lannion").following, True)


@case("followed_tags")
def followed_tags(w):
    same([tag.name.lower() for tag in w.awa.followed_tags()], ["lannion"])


@case("tag_unfollow")
def tag_unfollow(w):
    same(w.awa.tag_unfollow("lannion").following, False)


@case("featured_tag_create")
def featured_create(w):
    w.featured = w.awa.featured_tag_create("lannion")
    same((w.featured.name.lower(), int(w.featured.statuses_count)), ("lannion", 1))


@case("featured_tags")
def featured(w):
    same(ids(w.awa.featured_tags()), [w.featured.id])


@case("featured_tag_suggestions")
def suggestions(w):
    assert isinstance(w.awa.featured_tag_suggestions(), list)


@case("account_featured_tags")
def account_featured(w):
    same([tag.name.lower() for tag in w.anyone.account_featured_tags(w.a)], ["lannion"])


@case("featured_tag_delete")
def featured_delete(w):
    w.awa.featured_tag_delete(w.featured)
    same(ids(w.awa.featured_tags()), [])


@case("tag_feature")
def tag_feature(w):
    same(w.awa.tag_feature("lannion").featuring, True)


@case("tag_unfeature")
def tag_unfeature(w):
    same(w.awa.tag_unfeature("lannion").featuring, False)


@case("list_create")
def list_create(w):
    w.list = w.basile.list_create("Amis", replies_policy="followed", exclusive=False)
    same((w.list.title, w.list.replies_policy, w.list.exclusive), ("Amis", "followed", False))


@case("lists")
def lists(w):
    same(ids(w.basile.lists()), [w.list.id])


@case("list")
def list_one(w):
    same(w.basile.list(w.list).title, "Amis")
    refused(lambda: w.awa.list(w.list), MastodonNotFoundError)


@case("list_update")
def list_update(w):
    same(w.basile.list_update(w.list, "Voisins").title, "Voisins")


@case("list_accounts_add")
def list_add(w):
    w.basile.list_accounts_add(w.list, [w.a])


@case("list_accounts")
def list_accounts(w):
    same(ids(w.basile.list_accounts(w.list)), [w.a])


@case("account_lists")
def account_lists(w):
    same(ids(w.basile.account_lists(w.a)), [w.list.id])


@case("timeline_list")
def timeline_list(w):
    number = w.awa.toot("pour la liste").id
    holds(ids(w.basile.timeline_list(w.list)), number)


@case("list_accounts_delete")
def list_remove(w):
    w.basile.list_accounts_delete(w.list, [w.a])
    same(ids(w.basile.list_accounts(w.list)), [])


@case("list_delete")
def list_delete(w):
    w.basile.list_delete(w.list)
    same(ids(w.basile.lists()), [])
