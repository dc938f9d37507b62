"""Every method of Mastodon.py that the API's tiers cover, one case each.

A method of the library that is neither tried in one of the modules nor named in `OUTSIDE` is a
failure: nothing is left out in silence.
"""

from mastodon import Mastodon
from mastodon_cases import CASES, World
import mastodon_oauth
import mastodon_accounts
import mastodon_statuses
import mastodon_reading
import mastodon_personal
import mastodon_streams
from common import Cases

# What belongs to no tier, by the beginning of its name.
OUTSIDE = {
    "admin_": "administration has its own commands and API",
    "annual_report": "a year in review, which nodes do not write",
    "collection": "of Mastodon 4.6; 4.4 is stated",
    "account_collections": "of Mastodon 4.6",
    "account_in_collections": "of Mastodon 4.6",
    "profile_update": "of Mastodon 4.6",
    "profile": "of Mastodon 4.6",
    "status_quote": "quotes are of Mastodon 4.5",
    "status_update_quote_approval_policy": "quotes are of Mastodon 4.5",
    "create_account": "accounts are made by invitation, not by applications",
    "email_resend_confirmation": "goes with create_account",
    "reports": "removed from Mastodon in 2.5",
    "follows": "removed from Mastodon in 3.0",
    "search_v1": "removed from Mastodon in 3.0",
    "get_async_refresh": "of Mastodon 4.5",
    "await_async_refresh": "of Mastodon 4.5",
    "decode_blurhash": "asks no server",
    "clear_caches": "asks no server",
    "set_language": "asks no server",
    "get_supported_version": "asks no server",
    "get_status_length": "asks no server",
    "get_pagination_info": "asks no server",
    "get_approx_server_time": "asks no server beyond the rate limit’s headers",
    "make_poll": "asks no server; status_post is tried with it",
    "generate_media_edit_attributes": "asks no server; status_update is tried with it",
    "push_subscription_generate_keys": "asks no server; push_subscription_set is tried with it",
    "push_subscription_decrypt_push": "of the draft before RFC 8291, by a package with no wheel",
    "persistable_login_credentials": "asks no server",
}


def everything_tried():
    tried = {method for name in CASES for method in name.split(", ")}
    methods = {
        name for name in dir(Mastodon)
        if not name.startswith("_") and callable(getattr(Mastodon, name))
    }
    left = [name for name in methods - tried if not name.startswith(tuple(OUTSIDE))]
    assert not left, f"neither tried nor explained: {sorted(left)}"
    assert not tried - methods - {"PKCE"}, f"no methods: {sorted(tried - methods)}"


cases = Cases()
cases.run("every method is tried or explained", everything_tried)
world = World(cases)
for name, check in CASES.items():
    cases.run(name, lambda: check(world))
