import StrictJSON

/// What the node serves beside the table of the client API, for the description: pages, streams,
/// files, and what other nodes ask, whose documents `Protocol/` describes.
///
/// One line is a route: method, path, the media type of its answer, and what it is. A test compares
/// them with the router.
enum FurtherRoutes {
  static let text = apps + pages + files + nodes + territory

  /// A route as its line says it.
  struct Entry: Sendable, Hashable {
    let method: String
    let path: String
    let mediaType: String
    let words: String

    var name: String { "\(method) \(path)" }
  }

  /// Where a connection becomes a WebSocket.
  private static let socket = "/api/v1/streaming"

  static let all: [Entry] = text.split(separator: "\n").compactMap { line in
    let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
    guard parts.count == 4 else { return nil }
    return Entry(method: parts[0], path: parts[1], mediaType: parts[2], words: parts[3])
  }

  private static let apps = """
    GET /api/openapi.json application/json This description.
    GET /health text/plain Whether the node is there.
    GET /oauth/authorize text/html The page on which a member signs in and allows an application.
    POST /oauth/authorize text/html Its forms.
    GET /account text/html The page on which a member sees what it is signed in with.
    POST /account text/html Its forms.
    GET /api/v1/streaming application/json A WebSocket (RFC 6455) for several streams at once.
    GET /api/v1/streaming/health text/plain Whether there are streams.
    GET /api/v1/streaming/user text/event-stream What comes into the home timeline, and notifications.
    GET /api/v1/streaming/user/notification text/event-stream Notifications alone.
    GET /api/v1/streaming/public text/event-stream Posts for everyone.
    GET /api/v1/streaming/public/local text/event-stream Those of this node.
    GET /api/v1/streaming/public/remote text/event-stream Those of other nodes.
    GET /api/v1/streaming/hashtag text/event-stream Posts with the hashtag that `tag` names.
    GET /api/v1/streaming/hashtag/local text/event-stream Those of this node.
    GET /api/v1/streaming/list text/event-stream What comes into the list that `list` names.
    GET /api/v1/streaming/direct text/event-stream Conversations.
    GET /api/maillage/v1/streaming/territory text/event-stream Posts for the territory that `territory` names.

    """

  private static let pages = """
    GET / text/html The node: who it is, and its latest posts for everyone.
    GET /@{name} text/html The profile of a member or group.
    GET /join text/html How one becomes a member.
    GET /events.ics text/calendar The events of this node that are for everyone.
    GET /users/:name/events.ics text/calendar Those of a member.
    GET /groups/:name/events.ics text/calendar Those that a group shows.
    GET /posts/:id/event.ics text/calendar One event.
    GET /calendar/:secret text/calendar What the member takes part in who has this address.
    GET /style.css text/css How pages look.
    GET /assets/:tag/:name */* A file that pages load, by its content.
    GET /favicon.svg image/svg+xml The mark of the program.
    GET /healthz text/plain Whether the process lives.
    GET /readyz text/plain Whether it answers requests.
    GET /metrics text/plain Figures for Prometheus, for who has the token.

    """

  private static let files = """
    GET /media/:token */* A member's file.
    GET /media/:token/preview image/* A small still of a picture.
    GET /media/remote/:proof/:address */* A file of another node, by way of this one.
    GET /media/remote/:proof/:address/preview image/* A small still of it.
    GET /pictures/avatar.png image/png What is shown where an account has no picture.
    GET /pictures/header.png image/png The same, wide.

    """

  private static let nodes = """
    GET /.well-known/webfinger application/jrd+json The actor of an address (RFC 7033).
    GET /.well-known/host-meta application/xrd+xml Where to ask for addresses (RFC 6415).
    GET /.well-known/nodeinfo application/json Where NodeInfo is.
    GET /nodeinfo/2.0 application/json What this node is.
    GET /nodeinfo/2.1 application/json What this node is.
    GET /actor application/activity+json The node itself.
    GET /actor/outbox application/activity+json Its activities.
    GET /actor/followers application/activity+json Who follows it.
    GET /actor/following application/activity+json Whom it follows.
    GET /actor/featured application/activity+json Nothing, since it writes nothing.
    GET /actor/featuredTags application/activity+json The same.
    GET /actor/upcomingEvents application/activity+json Events to come that are for everyone.
    GET /users/:name application/activity+json A member.
    GET /users/:name/outbox application/activity+json What it did.
    GET /users/:name/followers application/activity+json Who follows it.
    GET /users/:name/following application/activity+json Whom it follows.
    GET /users/:name/featured application/activity+json Posts on top of its profile.
    GET /users/:name/featuredTags application/activity+json Hashtags that it puts forward.
    GET /users/:name/followers_synchronization application/activity+json FEP-8fcf.
    GET /users/:name/upcomingEvents application/activity+json Events of a member to come.
    GET /groups/:name application/activity+json A group.
    GET /groups/:name/outbox application/activity+json What it passed on.
    GET /groups/:name/followers application/activity+json Who follows it.
    GET /groups/:name/following application/activity+json Whom it follows.
    GET /groups/:name/featured application/activity+json Posts on top of its profile.
    GET /groups/:name/featuredTags application/activity+json Hashtags that are used most in it.
    GET /groups/:name/followers_synchronization application/activity+json FEP-8fcf.
    GET /groups/:name/upcomingEvents application/activity+json Events to come that a group shows.
    GET /groups/:name/moderators application/activity+json Who moderates it.
    GET /groups/:name/affiliations application/activity+json Who belongs to it, for those who do.
    GET /posts/:id application/activity+json A post; for browsers, its page.
    GET /posts/:id/replies application/activity+json Answers to it.
    GET /posts/:id/likes application/activity+json Who likes it.
    GET /posts/:id/attendees application/activity+json How many take part in an event.
    GET /posts/:id/votes application/activity+json Votes on what it puts to a vote.
    GET /posts/:id/shares application/activity+json Who passed it on.
    GET /activities/:id application/activity+json An activity.
    GET /conversations/:id application/activity+json The posts of a conversation.
    GET /tags/:name application/activity+json Posts with a hashtag.
    GET /stamps/:id application/activity+json The consent to a quote (FEP-044f).
    GET /users/:name/endorsements application/activity+json What is said of a member with its consent, signed.
    GET /groups/:name/endorsements application/activity+json The same, of a group.
    GET /actor/endorsements application/activity+json The same, of the organisation.
    GET /endorsements/:id application/activity+json What a member said of somebody, signed.
    GET /consents/:id application/activity+json The consent to what was said, signed.
    POST /inbox application/json Activities of other nodes, signed (RFC 9421).
    POST /actor/inbox application/json The same, for the node.
    POST /users/:name/inbox application/json The same, for a member.
    POST /groups/:name/inbox application/json The same, for a group.

    """

  private static let territory = """
    POST /peering application/json A request to be peers.
    POST /peering/ping application/json A sign of life of a peer.
    POST /peering/collect application/json What waits for a peer that takes no connections.
    POST /peering/actors application/json A peer's list of whom it shows.
    POST /talents/sync application/json A comparison of directories of talents with a peer.
    POST /indicators/sync application/json An exchange of monthly reports with a peer.
    GET /territories/:id application/json A territory that this node belongs to.
    GET /territories/:id/charter application/json What it has agreed on.
    GET /territories/:id/members application/json Its members.
    GET /territories/:id/outbox application/activity+json Its posts, for members.
    GET /territories/:id/directory application/json Who is in it.
    GET /territories/:id/allows.csv text/csv Its members as a list of rules.
    GET /territories/:id/allows.txt text/plain Its members as a list of rules.
    GET /territories/:id/allows.json application/json Its members as a list of rules.
    GET /territories/:id/log/:member/:sequence application/json A statement.
    POST /territories/:id/sync application/json The comparison of statements.

    """

  /// The node's own pages as entries; forms that do what the API does are told of in one sentence.
  static func entries(of pages: [PageRoute]) -> [Entry] {
    pages.filter { !$0.isDeed }.map { page in
      Entry(
        method: page.method.rawValue,
        path: page.path,
        mediaType: page.path.hasSuffix(".atom") ? "application/atom+xml" : "text/html",
        words: page.method == .get ? "A page for people." : "A form of a page."
      )
    }
  }

  /// The routes as operations of the description, by path.
  static func operations(with pages: [PageRoute]) -> [String: JSONObject] {
    var paths: [String: JSONObject] = [:]
    for entry in all + entries(of: pages) {
      let names = entry.path.matches(of: /[:{]([a-z]+)/).map { String($0.1) }
      let parameters =
        names.map { name -> JSON in
          ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
        } + (taken[entry.name] ?? []).map(OpenAPIDocument.query)
      let content: JSON = .object(JSONObject([(entry.mediaType, .object(JSONObject()))]))
      var responses: JSONObject = ["default": ["description": "Why not."]]
      if entry.path == socket {
        responses["101"] = ["description": .string(entry.words)]
      } else {
        responses["200"] = ["description": .string(entry.words), "content": content]
      }
      let operation: JSON = [
        "summary": .string(entry.words), "parameters": .array(parameters),
        "responses": .object(responses),
      ]
      paths[OpenAPIDocument.template(entry.path), default: [:]][entry.method.lowercased()] =
        operation
    }
    return paths
  }
}
