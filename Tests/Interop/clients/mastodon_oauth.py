"""How applications get in, and what the node says of itself."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import requests
from common import OUT_OF_BAND, SCOPES, authorize, holds, lacks, same, shown_code
from mastodon import Mastodon
from mastodon.errors import MastodonIllegalArgumentError, MastodonNotFoundError, MastodonUnauthorizedError
from mastodon_cases import case, refused

BACK = "https://app.example/back"


@case("create_app")
def create_app(w):
    w.app = Mastodon.create_app(
        "essai", scopes=SCOPES, redirect_uris=[OUT_OF_BAND, BACK], api_base_url=w.origin,
        website="https://app.example",
    )
    assert all(len(part) > 20 for part in w.app), w.app


@case("oauth_authorization_server_info")
def server_info(w):
    info = w.client().oauth_authorization_server_info()
    same(info.issuer.rstrip("/"), w.origin)
    holds(info.code_challenge_methods_supported, "S256")
    holds(info.grant_types_supported, "client_credentials")
    lacks(info.grant_types_supported, "password")


def new(w):
    return w.client(client_id=w.app[0], client_secret=w.app[1])


@case("auth_request_url")
def auth_request_url(w):
    w.awa, w.browser = new(w), requests.Session()
    url = w.awa.auth_request_url(scopes=SCOPES, redirect_uris=OUT_OF_BAND, state="état")
    w.code = shown_code(authorize(w.browser, url, "awa", w.members["awa"]))


@case("log_in")
def log_in(w):
    w.awa.log_in(code=w.code, redirect_uri=OUT_OF_BAND, scopes=SCOPES)
    same(w.awa.me().username, "awa")
    # A code that is used twice ends what it gave (RFC 6749 §4.1.2).
    twice = new(w)
    url = twice.auth_request_url(scopes=SCOPES, redirect_uris=OUT_OF_BAND)
    code = shown_code(authorize(w.browser, url, "awa", w.members["awa"]))
    twice.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES)
    refused(
        lambda: new(w).log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES),
        MastodonIllegalArgumentError,
    )
    refused(twice.me, MastodonUnauthorizedError)
    # By a redirect, with the state that was given.
    w.basile = new(w)
    url = w.basile.auth_request_url(scopes=SCOPES, redirect_uris=BACK, state="x&y")
    answer = authorize(requests.Session(), url, "basile", w.members["basile"])
    same(answer.status_code, 302)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    same(query["state"], ["x&y"])
    w.basile.log_in(code=query["code"][0], redirect_uri=BACK, scopes=SCOPES)
    w.anyone = w.client()


@case("PKCE")
def pkce(w):
    verifier = "v" * 64
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    for given, status in [("w" * 64, 400), (verifier, 200)]:
        url = new(w).auth_request_url(scopes=["read"], redirect_uris=OUT_OF_BAND)
        url += f"&code_challenge={challenge.decode()}&code_challenge_method=S256"
        form = {
            "grant_type": "authorization_code", "client_id": w.app[0], "redirect_uri": OUT_OF_BAND,
            "code": shown_code(authorize(w.browser, url, "awa", w.members["awa"])),
            "code_verifier": given,
        }
        same(requests.post(f"{w.origin}/oauth/token", data=form).status_code, status)


@case("app_verify_credentials")
def app_verify_credentials(w):
    app = w.awa.app_verify_credentials()
    same((app.name, app.website), ("essai", "https://app.example"))


@case("oauth_userinfo")
def oauth_userinfo(w):
    same(w.awa.oauth_userinfo().preferred_username, "awa")


@case("revoke_access_token")
def revoke_access_token(w):
    third = new(w)
    url = third.auth_request_url(scopes=SCOPES, redirect_uris=OUT_OF_BAND)
    code = shown_code(authorize(w.browser, url, "awa", w.members["awa"]))
    key = third.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES)
    third.revoke_access_token()
    refused(lambda: w.client(access_token=key).me(), MastodonUnauthorizedError)


@case("retrieve_mastodon_version")
def version(w):
    same(w.awa.retrieve_mastodon_version(), "4.4.0")


@case("verify_minimum_version")
def minimum(w):
    same((w.awa.verify_minimum_version("4.4.0"), w.awa.verify_minimum_version("4.5.0")), (True, False))


@case("instance_v1")
def instance_v1(w):
    holds(w.anyone.instance_v1().version, "Maillage")
    same(w.origin, "https://" + w.anyone.instance_v1().uri)


@case("instance_v2")
def instance_v2(w):
    instance = w.anyone.instance_v2()
    same(instance.configuration.urls.streaming, w.origin.replace("https", "wss"))
    assert instance.configuration.vapid.public_key, "no key for web push"


@case("instance")
def instance(w):
    assert w.anyone.instance().title, "no title"


@case("instance_health")
def health(w):
    same(w.anyone.instance_health(), True)


@case("instance_nodeinfo")
def nodeinfo(w):
    same(w.anyone.instance_nodeinfo().software.name, "maillage")


@case("instance_terms_of_service")
def terms(w):
    refused(w.anyone.instance_terms_of_service, MastodonNotFoundError)


@case("instance_extended_description")
def extended(w):
    assert isinstance(w.anyone.instance_extended_description().content, str)


def empty(name, kind=list):
    """What a node has nothing of answers empty."""

    @case(name)
    def check(w):
        answer = getattr(w.awa, name)()
        assert isinstance(answer, kind) and len(answer) == 0, repr(answer)


for name in [
    "instance_peers", "instance_activity", "instance_rules", "instance_domain_blocks",
    "custom_emojis", "announcements", "trending_links", "trending_statuses", "trending_tags", "trends",
]:
    empty(name)
empty("instance_translation_languages", dict)


@case("instance_languages")
def languages(w):
    assert isinstance(w.anyone.instance_languages(), list)


@case("announcement_dismiss, announcement_reaction_create, announcement_reaction_delete")
def announcement(w):
    # Where there is none, that has to be said, not served.
    refused(lambda: w.awa.announcement_dismiss(1), MastodonNotFoundError)
    refused(lambda: w.awa.announcement_reaction_create(1, "👍"), MastodonNotFoundError)
    refused(lambda: w.awa.announcement_reaction_delete(1, "👍"), MastodonNotFoundError)
    told = w.cases.command("announcement", "create", "Arrêt ce soir")

    def reactions(member):
        return [(one.name, one.count, one.me) for one in member.announcements()[0].reactions]

    refused(lambda: w.awa.announcement_reaction_create(told["id"], "pouce"))
    for member in [w.awa, w.basile, w.awa]:
        member.announcement_reaction_create(told["id"], "👍")
    w.awa.announcement_reaction_create(told["id"], "❤️")
    same(reactions(w.basile), [("👍", 2, True), ("❤️", 1, False)])
    w.basile.announcement_reaction_delete(told["id"], "👍")
    same(reactions(w.basile), [("👍", 1, False), ("❤️", 1, False)])
    refused(lambda: w.basile.announcement_reaction_delete(told["id"], "👍"), MastodonNotFoundError)
    same(w.awa.announcements()[0].read, False)
    w.awa.announcement_dismiss(told["id"])
    same((w.awa.announcements()[0].read, w.basile.announcements()[0].read), (True, False))
    w.cases.command("announcement", "end", str(told["id"]), "--reason", "essai")
    same(w.awa.announcements(), [])


@case("preferences")
def preferences(w):
    holds(["public", "unlisted", "private", "direct"], w.awa.preferences()["posting:default:visibility"])
