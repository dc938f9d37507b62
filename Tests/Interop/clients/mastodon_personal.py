"""What only its owner sees: notifications, conversations, filters, markers, web push."""

from common import eventually, holds, lacks, same
from mastodon.errors import MastodonAPIError, MastodonNotFoundError
from mastodon_cases import case, ids, refused


def kinds(w, **more):
    return [one.type for one in w.awa.notifications(**more)]


@case("notifications")
def notifications(w):
    w.basile.status_favourite(w.post), w.basile.status_reblog(w.post)
    eventually(lambda: {"follow", "mention", "favourite", "reblog"} <= set(kinds(w)))
    same(set(kinds(w, types=["favourite"])), {"favourite"})
    lacks(kinds(w, exclude_types=["favourite"]), "favourite")
    w.notice = w.awa.notifications(types=["reblog"])[0]
    same((w.notice.account.id, w.notice.status.id), (w.b, w.post.id))
    same(w.awa.notifications(w.notice.id).id, w.notice.id)


@case("notifications_unread_count")
def unread(w):
    assert w.awa.notifications_unread_count().count > 0


@case("grouped_notifications")
def grouped(w):
    found = w.awa.grouped_notifications(types=["favourite"])
    w.group = found.notification_groups[0]
    same((w.group.type, ids(found.accounts)), ("favourite", [w.b]))
    holds(ids(found.statuses), w.post.id)


@case("grouped_notification")
def grouped_one(w):
    same(w.awa.grouped_notification(w.group.group_key).notification_groups[0].type, "favourite")


@case("grouped_notification_accounts")
def grouped_accounts(w):
    same(ids(w.awa.grouped_notification_accounts(w.group.group_key)), [w.b])


@case("unread_grouped_notifications_count")
def grouped_unread(w):
    assert w.awa.unread_grouped_notifications_count() > 0


@case("dismiss_grouped_notification")
def grouped_dismiss(w):
    w.awa.dismiss_grouped_notification(w.group.group_key)
    lacks(kinds(w), "favourite")


@case("notifications_dismiss")
def dismiss(w):
    w.awa.notifications_dismiss(w.notice)
    lacks(ids(w.awa.notifications()), w.notice.id)


@case("notifications_clear")
def clear(w):
    w.awa.notifications_clear()
    same(kinds(w), [])


@case("notifications_policy")
def policy(w):
    same(w.awa.notifications_policy().for_not_following, "accept")


@case("update_notifications_policy")
def update_policy(w):
    same(w.awa.update_notifications_policy(for_not_following="filter").for_not_following, "filter")


def filtered(w):
    w.basile.status_post("@awa une demande")
    return eventually(lambda: w.awa.notification_requests())[0]


@case("notification_requests")
def requests(w):
    w.request = filtered(w)
    same(w.request.account.id, w.b)


@case("notification_request")
def request(w):
    same(w.awa.notification_request(w.request).account.id, w.b)


@case("dismiss_notification_request")
def dismiss_request(w):
    w.awa.dismiss_notification_request(w.request)
    same(ids(w.awa.notification_requests()), [])


@case("dismiss_multiple_notification_requests")
def dismiss_requests(w):
    w.awa.dismiss_multiple_notification_requests([filtered(w).id])
    same(ids(w.awa.notification_requests()), [])


@case("accept_notification_request")
def accept_request(w):
    w.awa.accept_notification_request(filtered(w))
    eventually(lambda: "mention" in kinds(w))


@case("accept_multiple_notification_requests")
def accept_requests(w):
    # Whom one accepted is not filtered again: this is from somebody else.
    w.cases.command("post", "create", "marie", "@awa une autre", "--audience", "public")
    waiting = eventually(lambda: w.awa.notification_requests())
    same([one.account.acct for one in waiting], ["marie"])
    w.awa.accept_multiple_notification_requests(ids(waiting))
    same(ids(w.awa.notification_requests()), [])


@case("notifications_merged")
def merged(w):
    same(w.awa.notifications_merged(), True)
    w.awa.update_notifications_policy(for_not_following="accept")


@case("conversations")
def conversations(w):
    number = w.basile.status_post("@awa en privé", visibility="direct").id
    w.talk = eventually(lambda: w.awa.conversations())[0]
    same((w.talk.last_status.id, ids(w.talk.accounts), w.talk.unread), (number, [w.b], True))


@case("conversations_read")
def conversations_read(w):
    same(w.awa.conversations_read(w.talk).unread, False)


@case("markers_set")
def markers_set(w):
    same(w.awa.markers_set(["home"], [w.post])["home"].last_read_id, w.post.id)


@case("markers_get")
def markers_get(w):
    same(w.awa.markers_get(["home"])["home"].last_read_id, w.post.id)


@case("create_filter_v2")
def create_filter(w):
    w.filter = w.basile.create_filter_v2(
        "Pluie", ["home", "public"], "warn", 3600,
        [{"keyword": "pluie", "whole_word": True}],
    )
    same((w.filter.title, w.filter.filter_action), ("Pluie", "warn"))
    rain = w.awa.toot("de la pluie")
    found = [one for one in w.basile.timeline_home() if one.id == rain.id][0]
    same([result.filter.id for result in found.filtered], [w.filter.id])


@case("filters_v2")
def filters_v2(w):
    same(ids(w.basile.filters_v2()), [w.filter.id])


@case("filter_v2")
def filter_v2(w):
    same(w.basile.filter_v2(w.filter).title, "Pluie")
    refused(lambda: w.awa.filter_v2(w.filter), MastodonNotFoundError)


@case("update_filter_v2")
def update_filter(w):
    same(w.basile.update_filter_v2(w.filter, filter_action="hide").filter_action, "hide")


@case("add_filter_keyword_v2")
def add_keyword(w):
    w.keyword = w.basile.add_filter_keyword_v2(w.filter, "grêle")
    same(w.keyword.keyword, "grêle")


@case("filter_keywords_v2")
def keywords(w):
    same(sorted(one.keyword for one in w.basile.filter_keywords_v2(w.filter)), ["grêle", "pluie"])


@case("delete_filter_keyword_v2")
def delete_keyword(w):
    w.basile.delete_filter_keyword_v2(w.keyword)
    same([one.keyword for one in w.basile.filter_keywords_v2(w.filter)], ["pluie"])


@case("add_filter_status_v2")
def add_status(w):
    w.filtered = w.basile.add_filter_status_v2(w.filter, w.second)
    same(w.filtered.status_id, w.second.id)


@case("filter_statuses_v2")
def filter_statuses(w):
    same(ids(w.basile.filter_statuses_v2(w.filter)), [w.filtered.id])


@case("filter_status_v2")
def filter_status(w):
    same(w.basile.filter_status_v2(w.filtered).status_id, w.second.id)


@case("delete_filter_status_v2")
def delete_status(w):
    w.basile.delete_filter_status_v2(w.filtered)
    same(ids(w.basile.filter_statuses_v2(w.filter)), [])


@case("delete_filter_v2")
def delete_filter(w):
    w.basile.delete_filter_v2(w.filter)
    same(ids(w.basile.filters_v2()), [])


@case("filter_create")
def filter_create(w):
    w.old = w.basile.filter_create("neige", ["home"])
    same(w.old.phrase, "neige")


@case("filters")
def filters(w):
    same(ids(w.basile.filters()), [w.old.id])


@case("filter")
def filter_one(w):
    same(w.basile.filter(w.old).phrase, "neige")


@case("filters_apply")
def filters_apply(w):
    snow = w.awa.toot("de la neige")
    page = w.basile.timeline_home()
    lacks(ids(w.basile.filters_apply(page, w.basile.filters(), "home")), snow.id)


@case("filter_update")
def filter_update(w):
    same(w.basile.filter_update(w.old, phrase="gel", context=["home"]).phrase, "gel")


@case("filter_delete")
def filter_delete(w):
    w.basile.filter_delete(w.old)
    same(ids(w.basile.filters()), [])


@case("push_subscription_set")
def push_set(w):
    _, public = w.awa.push_subscription_generate_keys()
    made = w.awa.push_subscription_set(
        w.origin + "/push", public, mention_events=True, follow_events=False, standard=True
    )
    same((made.endpoint, made.alerts.mention, made.alerts.follow), (w.origin + "/push", True, False))


@case("push_subscription")
def push(w):
    same(w.awa.push_subscription().alerts.mention, True)


@case("push_subscription_update")
def push_update(w):
    same(w.awa.push_subscription_update(follow_events=True).alerts.follow, True)


@case("push_subscription_delete")
def push_delete(w):
    w.awa.push_subscription_delete()
    refused(w.awa.push_subscription, MastodonAPIError)
