import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What a member has for itself, as its programs ask for it.
@Suite struct PersonalRouteTests {
  private let node: TestNode
  private let server: TestServer
  private let alice: Phone
  private let dave: Phone

  init() async throws {
    node = try await TestNode.make()
    server = TestServer(node)
    alice = try await Phone(server, of: try await node.member("alice"))
    dave = try await Phone(server, of: try await node.member("dave"))
  }

  private func write(_ text: String, by phone: Phone) async throws -> String {
    try required(try await phone.post("/api/v1/statuses", ["status": .string(text)])["id"]?.string)
  }

  private func number(of phone: Phone) -> String { String(phone.member.id.rawValue) }

  // MARK: Notifications

  @Test func notificationsAreListedCountedAndDismissed() async throws {
    let id = try await write("Hello @dave", by: alice)
    try await dave.post("/api/v1/statuses/\(id)/favourite")
    try await dave.post("/api/v1/accounts/\(number(of: alice))/follow")

    let list = try await alice.ask(.get, "/api/v1/notifications?limit=1")
    #expect(try list.json()[0]?["type"] == "follow")
    #expect(list["link"]?.contains("max_id=") == true)
    #expect(try await alice.each("type", of: "/api/v1/notifications") == ["follow", "favourite"])
    #expect(
      try await alice.each("type", of: "/api/v1/notifications?types[]=favourite") == ["favourite"]
    )
    #expect(
      try await alice.each("type", of: "/api/v1/notifications?exclude_types[]=favourite")
        == ["follow"]
    )
    #expect(try await alice.get("/api/v1/notifications/unread_count")["count"] == 2)
    let first = try await alice.get("/api/v1/notifications")[0]
    let last = try required(first?["id"]?.string)
    try await alice.post("/api/v1/markers", ["notifications": ["last_read_id": .string(last)]])
    #expect(try await alice.get("/api/v1/notifications/unread_count")["count"] == 0)
    #expect(
      try await alice.get("/api/v1/markers?timeline[]=notifications")["notifications"]?["version"]
        == 1
    )

    #expect(try await dave.ask(.post, "/api/v1/notifications/\(last)/dismiss").status == 404)
    #expect(try await alice.ask(.post, "/api/v1/notifications/\(last)/dismiss").status == 200)
    #expect(try await alice.each("type", of: "/api/v1/notifications") == ["favourite"])
    try await alice.post("/api/v1/notifications/clear")
    #expect(try await alice.get("/api/v1/notifications") == [])
    #expect(try await dave.each("type", of: "/api/v1/notifications") == ["mention"])
  }

  @Test func notificationsOfOneKindAreGrouped() async throws {
    let id = try await write("Hello", by: alice)
    let carol = try await Phone(server, of: try await node.member("carol"))
    for phone in [dave, carol] { try await phone.post("/api/v1/statuses/\(id)/favourite") }

    let result = try await alice.get("/api/v2/notifications")

    let group = result["notification_groups"]?[0]
    #expect(group?["notifications_count"] == 2)
    #expect(group?["group_key"]?.string == "favourite-\(id)")
    #expect(group?["status_id"]?.string == id)
    #expect(group?["sample_account_ids"]?.array?.count == 2)
    #expect(result["accounts"]?.array?.count == 2)
    #expect(result["statuses"]?.array?.count == 1)
    let key = "/api/v2/notifications/favourite-\(id)"
    #expect(try await alice.get(key)["notification_groups"]?.array?.count == 1)
    #expect(try await alice.get(key + "/accounts").array?.count == 2)
    #expect(try await alice.get("/api/v2/notifications/unread_count")["count"] == 1)
    try await alice.post(key + "/dismiss")
    #expect(try await alice.ask(.get, key).status == 404)
  }

  @Test func strangersAreKeptApartWhereThatIsWished() async throws {
    let policy = try await alice.ask(
      .patch,
      "/api/v2/notifications/policy",
      ["for_not_following": "filter"]
    ).json()
    #expect(policy["for_not_following"] == "filter")
    #expect(
      try await alice.ask(.patch, "/api/v2/notifications/policy", ["for_not_following": "x"]).status
        == 422
    )
    _ = try await write("Hello @alice", by: dave)

    #expect(try await alice.get("/api/v1/notifications") == [])
    let summary = try await alice.get("/api/v2/notifications/policy")["summary"]
    #expect(summary?["pending_requests_count"] == 1)
    let request = try await alice.get("/api/v1/notifications/requests")[0]
    #expect(request?["notifications_count"] == "1")
    #expect(request?["last_status"]?["content"]?.string?.contains("Hello") == true)
    let id = try required(request?["id"]?.string)
    #expect(try await dave.ask(.get, "/api/v1/notifications/requests/\(id)").status == 404)
    try await alice.post("/api/v1/notifications/requests/\(id)/accept")
    #expect(try await alice.each("type", of: "/api/v1/notifications") == ["mention"])
    #expect(try await alice.get("/api/v1/notifications/requests") == [])
  }

  // MARK: Ties

  @Test func aRelationshipTellsWhatOneChose() async throws {
    let path = "/api/v1/accounts/\(number(of: dave))"
    try await alice.post(path + "/follow", ["reblogs": false, "notify": true])
    try await alice.post(path + "/note", ["comment": "met in Lyon"])
    try await alice.post(path + "/pin")
    let relationship = try await alice.post(
      path + "/mute",
      ["notifications": false, "duration": 60]
    )

    #expect(relationship["following"] == true)
    #expect(relationship["showing_reblogs"] == false)
    #expect(relationship["notifying"] == true)
    #expect(relationship["note"] == "met in Lyon")
    #expect(relationship["endorsed"] == true)
    #expect(relationship["muting"] == true)
    #expect(relationship["muting_notifications"] == false)
    #expect(try await alice.get("/api/v1/mutes")[0]?["mute_expires_at"]?.string != nil)
    #expect(try await alice.each("username", of: "/api/v1/endorsements") == ["dave"])
    #expect(try await alice.post(path + "/unmute")["muting"] == false)
    try await alice.post(path + "/block")
    #expect(try await alice.each("username", of: "/api/v1/blocks") == ["dave"])
    #expect(try await alice.each("username", of: "/api/v1/endorsements") == [])
  }

  @Test func domainsAreBlockedAndUnblocked() async throws {
    let blocked = try await alice.ask(.post, "/api/v1/domain_blocks", ["domain": "Evil.example"])
    #expect(blocked.status == 200)
    #expect(try await alice.get("/api/v1/domain_blocks") == ["evil.example"])
    #expect(
      try await alice.ask(.post, "/api/v1/domain_blocks", ["domain": "home.example"]).status == 422
    )
    _ = try await alice.ask(.delete, "/api/v1/domain_blocks", ["domain": "evil.example"])
    #expect(try await alice.get("/api/v1/domain_blocks") == [])
  }

  @Test func wishesToFollowAreAnswered() async throws {
    let carol = try await Phone(server, of: try await node.member("carol", approvesFollowers: true))
    for phone in [alice, dave] {
      try await phone.post("/api/v1/accounts/\(number(of: carol))/follow")
    }
    #expect(
      try await carol.each("username", of: "/api/v1/follow_requests").sorted() == ["alice", "dave"]
    )
    let yes = try await carol.post("/api/v1/follow_requests/\(number(of: alice))/authorize")
    #expect(yes["followed_by"] == true)
    let no = try await carol.post("/api/v1/follow_requests/\(number(of: dave))/reject")
    #expect(no["followed_by"] == false)
    #expect(try await carol.get("/api/v1/follow_requests") == [])
  }

  // MARK: Lists

  @Test func listsHaveTimelines() async throws {
    try await alice.post("/api/v1/accounts/\(number(of: dave))/follow")
    let id = try await write("In the list", by: dave)
    let list = try await alice.post("/api/v1/lists", ["title": "Garden", "exclusive": true])
    let path = "/api/v1/lists/\(try required(list["id"]?.string))"
    #expect(list["replies_policy"] == "list")
    #expect(
      try await alice.ask(.post, path + "/accounts", ["account_ids": [.string(number(of: dave))]])
        .status == 200
    )
    #expect(try await alice.each("username", of: path + "/accounts") == ["dave"])
    let timeline = path.replacing("/lists/", with: "/timelines/list/")
    #expect(try await alice.each("id", of: timeline) == [id])
    #expect(try await alice.get("/api/v1/timelines/home") == [])
    #expect(
      try await alice.each("title", of: "/api/v1/accounts/\(number(of: dave))/lists") == ["Garden"]
    )
    #expect(try await dave.ask(.get, path).status == 404)
    #expect(try await dave.ask(.get, timeline).status == 404)
    #expect(try await alice.ask(.put, path, ["title": "Gardens"]).json()["title"] == "Gardens")
    #expect(try await alice.ask(.delete, path).status == 200)
    #expect(try await alice.get("/api/v1/lists") == [])
  }

  // MARK: Filters

  @Test func filtersAreShownWithWhatTheyFind() async throws {
    let filter = try await alice.post(
      "/api/v2/filters",
      [
        "title": "Noise", "context": ["home", "public"], "filter_action": "hide",
        "keywords_attributes": [["keyword": "racket", "whole_word": true]],
      ]
    )
    let path = "/api/v2/filters/\(try required(filter["id"]?.string))"
    let id = try await write("What a racket!", by: dave)
    let found = try await alice.get("/api/v1/statuses/\(id)")["filtered"]
    #expect(found?[0]?["keyword_matches"] == ["racket"])
    #expect(found?[0]?["filter"]?["filter_action"] == "hide")
    #expect(try await dave.get("/api/v1/statuses/\(id)")["filtered"] == [])

    let old = try await alice.get("/api/v1/filters")
    #expect(old[0]?["phrase"] == "racket")
    #expect(old[0]?["irreversible"] == true)
    let keyword = try required(filter["keywords"]?[0]?["id"]?.string)
    #expect(
      try await alice.ask(.put, "/api/v2/filters/keywords/\(keyword)", ["keyword": "din"]).status
        == 200
    )
    #expect(try await alice.get("/api/v1/statuses/\(id)")["filtered"] == [])
    let status = try await alice.post(path + "/statuses", ["status_id": .string(id)])
    #expect(status["status_id"]?.string == id)
    #expect(
      try await alice.get("/api/v1/statuses/\(id)")["filtered"]?[0]?["status_matches"]
        == [.string(id)]
    )
    #expect(try await dave.ask(.get, path).status == 404)
    #expect(try await alice.ask(.delete, path).status == 200)
    #expect(try await alice.get("/api/v2/filters") == [])
  }

  @Test func oldFiltersAreFiltersWithOneWord() async throws {
    let made = try await alice.post(
      "/api/v1/filters",
      ["phrase": "din", "context": ["home"], "expires_in": 60]
    )
    let id = try required(made["id"]?.string)
    #expect(made["expires_at"]?.string != nil)
    #expect(try await alice.get("/api/v2/filters")[0]?["title"] == "din")
    let changed = try await alice.ask(
      .put,
      "/api/v1/filters/\(id)",
      ["phrase": "racket", "context": ["public"], "irreversible": true]
    ).json()
    #expect(changed["phrase"] == "racket")
    #expect(try await alice.ask(.delete, "/api/v1/filters/\(id)").status == 200)
    #expect(try await alice.get("/api/v2/filters") == [])
    #expect(
      try await alice.ask(.post, "/api/v1/filters", ["phrase": "x", "context": ["moon"]]).status
        == 422
    )
  }

  // MARK: Posts

  @Test func postsAreKeptAndThreadsMuted() async throws {
    let id = try await write("Keep me", by: dave)
    #expect(try await alice.post("/api/v1/statuses/\(id)/bookmark")["bookmarked"] == true)
    try await alice.post("/api/v1/statuses/\(id)/favourite")
    #expect(try await alice.each("id", of: "/api/v1/bookmarks") == [id])
    #expect(try await alice.each("id", of: "/api/v1/favourites") == [id])
    #expect(try await alice.post("/api/v1/statuses/\(id)/unbookmark")["bookmarked"] == false)
    #expect(try await alice.get("/api/v1/bookmarks") == [])
    #expect(try await dave.post("/api/v1/statuses/\(id)/mute")["muted"] == true)
    try await alice.post("/api/v1/statuses", ["status": "Yes", "in_reply_to_id": .string(id)])
    #expect(try await dave.each("type", of: "/api/v1/notifications") == ["favourite"])
    #expect(try await dave.post("/api/v1/statuses/\(id)/unmute")["muted"] == false)
  }

  @Test func anAccountShowsItsPostsAndBoosts() async throws {
    let own = try await write("Mine #garden", by: alice)
    let other = try await write("Yours", by: dave)
    let boost = try await alice.post("/api/v1/statuses/\(other)/reblog")
    try await alice.post("/api/v1/statuses", ["status": "Re", "in_reply_to_id": .string(other)])
    try await alice.post("/api/v1/statuses/\(own)/pin")
    let path = "/api/v1/accounts/\(number(of: alice))/statuses"

    let all = try await dave.each("id", of: path)
    #expect(all.count == 3)
    #expect(all[1] == boost["id"]?.string)
    #expect(try await dave.each("id", of: path + "?exclude_reblogs=true").count == 2)
    #expect(
      try await dave.each("id", of: path + "?exclude_replies=true&exclude_reblogs=true") == [own]
    )
    #expect(try await dave.each("id", of: path + "?pinned=true") == [own])
    #expect(try await dave.each("id", of: path + "?tagged=Garden") == [own])
    #expect(try await dave.get(path + "?only_media=true") == [])
    #expect(try await dave.each("id", of: path + "?min_id=\(own)&limit=1") == [all[1]])
  }

  @Test func aKeyMakesOnePost() async throws {
    let key = [("idempotency-key", "42")]
    let first = try await alice.ask(.post, "/api/v1/statuses", ["status": "Once"], key).json()
    let second = try await alice.ask(.post, "/api/v1/statuses", ["status": "Once"], key).json()
    #expect(first["id"]?.string != nil)
    #expect(first["id"] == second["id"])
  }

  @Test func postsForLaterAreListedMovedAndTakenBack() async throws {
    let time = node.clock.now.addingTimeInterval(900).formatted(.iso8601)
    let later = node.clock.now.addingTimeInterval(1_800).formatted(.iso8601)
    let made = try await alice.post(
      "/api/v1/statuses",
      ["status": "Later", "scheduled_at": .string(time), "visibility": "unlisted"]
    )
    let path = "/api/v1/scheduled_statuses/\(try required(made["id"]?.string))"
    #expect(made["params"]?["text"] == "Later")
    #expect(made["params"]?["visibility"] == "unlisted")
    #expect(try await alice.get("/api/v1/scheduled_statuses").array?.count == 1)
    #expect(try await alice.get("/api/v1/timelines/home") == [])
    let moved = try await alice.ask(.put, path, ["scheduled_at": .string(later)]).json()
    #expect(moved["scheduled_at"] != made["scheduled_at"])
    #expect(try await dave.ask(.delete, path).status == 404)
    #expect(try await alice.ask(.delete, path).status == 200)
    #expect(try await alice.ask(.get, path).status == 404)
    let soon = node.clock.now.addingTimeInterval(10).formatted(.iso8601)
    let refused = try await alice.ask(
      .post,
      "/api/v1/statuses",
      ["status": "Soon", "scheduled_at": .string(soon)]
    )
    #expect(refused.status == 422)
  }

  @Test func conversationsAreReadAndRemoved() async throws {
    try await dave.post("/api/v1/statuses", ["status": "psst @alice", "visibility": "direct"])
    let found = try await alice.get("/api/v1/conversations")[0]
    #expect(found?["unread"] == true)
    #expect(found?["accounts"]?[0]?["username"] == "dave")
    #expect(found?["last_status"]?["visibility"] == "direct")
    let path = "/api/v1/conversations/\(try required(found?["id"]?.string))"
    #expect(try await dave.ask(.post, path + "/read").status == 404)
    let further = path.replacing("/api/v1/", with: "/api/maillage/v1/")
    #expect(try await alice.get(further)["unread"] == true)
    #expect(try await alice.each("id", of: further + "/statuses").count == 1)
    #expect(try await dave.ask(.get, further + "/statuses").status == 404)
    #expect(try await alice.post(path + "/read")["unread"] == false)
    #expect(try await alice.ask(.delete, path).status == 200)
    #expect(try await alice.get("/api/v1/conversations") == [])
  }

  // MARK: Hashtags and the rest

  @Test func hashtagsAreFollowedAndPutForward() async throws {
    #expect(try await alice.post("/api/v1/tags/Garden/follow")["following"] == true)
    let id = try await write("Roses #garden", by: dave)
    #expect(try await alice.each("id", of: "/api/v1/timelines/home") == [id])
    #expect(try await alice.each("name", of: "/api/v1/followed_tags") == ["garden"])
    #expect(try await alice.post("/api/v1/tags/garden/unfollow")["following"] == false)
    #expect(try await alice.get("/api/v1/tags/garden")["following"] == false)

    let tag = try await dave.post("/api/v1/featured_tags", ["name": "Garden"])
    #expect(tag["statuses_count"] == "1")
    let path = "/api/v1/accounts/\(number(of: dave))/featured_tags"
    #expect(try await alice.each("name", of: path) == ["garden"])
    let number = try required(tag["id"]?.string)
    #expect(try await alice.ask(.delete, "/api/v1/featured_tags/\(number)").status == 404)
    #expect(try await dave.ask(.delete, "/api/v1/featured_tags/\(number)").status == 200)
  }

  @Test func whatIsNotThereIsEmpty() async throws {
    for path in ["trends/tags", "trends/statuses", "trends/links", "announcements", "suggestions"] {
      #expect(try await alice.get("/api/v1/\(path)") == [], "\(path)")
    }
    #expect(try await alice.get("/api/v2/suggestions") == [])
    #expect(try await alice.get("/api/v1/directory") == [])
    let preferences = try await alice.get("/api/v1/preferences")
    #expect(preferences["posting:default:visibility"] == "public")
    #expect(preferences["reading:expand:media"] == "default")
    let familiar = try await alice.get(
      "/api/v1/accounts/familiar_followers?id[]=\(number(of: dave))"
    )
    #expect(familiar[0]?["accounts"] == [])
  }

  /// A token for reading posts alone opens none of this.
  @Test func eachNeedsItsScope() async throws {
    let reader = try await Phone(server, of: alice.member, scopes: "read:statuses")
    for path in [
      "notifications", "notifications/requests", "mutes", "blocks", "domain_blocks", "lists",
      "filters", "bookmarks", "favourites", "followed_tags", "featured_tags", "preferences",
      "follow_requests", "endorsements", "suggestions",
    ] {
      #expect(try await reader.ask(.get, "/api/v1/\(path)").status == 403, "\(path)")
      #expect(try await server.send(.get, "/api/v1/\(path)").status == 401, "\(path)")
    }
    let path = "/api/v1/accounts/\(number(of: dave))/mute"
    #expect(try await reader.ask(.post, path).status == 403)
  }
}
