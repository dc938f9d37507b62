import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What the node says of itself to clients (Mastodon's Instance, both versions).
struct InstanceRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/v1/instance", .open, first).described("V1Instance"),
      get("/api/v2/instance", .open, second).described("Instance"),
      get("/api/v1/instance/peers", .open, peers).described("[string]"),
      get("/api/v1/instance/activity", .open) { _ in ClientReply([]) }.described("[{}]"),
      get("/api/v1/instance/rules", .open) { _ in ClientReply(try await rules()) }
        .described("[Rule]"),
      get("/api/v1/instance/domain_blocks", .open) { _ in ClientReply([]) }.described("[{}]"),
      get("/api/v1/instance/languages", .open) { _ in ClientReply([]) }.described("[{}]"),
      get("/api/v1/instance/translation_languages", .open) { _ in .empty }.described("{}"),
      get("/api/v1/instance/extended_description", .open, description)
        .described("ExtendedDescription"),
      get("/api/v1/instance/privacy_policy", .open, privacy)
        .described("ExtendedDescription"),
      get("/api/v1/instance/terms_of_service", .open) { _ in throw Refusal.absent },
      get("/api/v1/custom_emojis", .open) { _ in ClientReply([]) }
        .described("[CustomEmoji]"),
    ]
  }

  /// The version of Mastodon whose entities are spoken, and whose this is.
  static func version(_ own: String) -> String { "4.4.0 (compatible; Maillage \(own))" }

  private var host: String { client.services.addresses.origin.authority }

  /// The words under which what Mastodon does not know is announced.
  private static let extensions: JSON = [
    "audiences": ["node", "territory", "public", "followers", "direct"],
    // What `visibility` may say; `private` never goes further than the member's default.
    "visibilities": [
      "public", "unlisted", "followers", "private", "direct", "node", "local", "territory",
    ],
    "local_only": true, "api": "/api/maillage/v1/",
  ]

  private func second(_ call: ClientCall) async throws -> ClientReply {
    let (settings, services) = (client.settings, client.services)
    let active = try await countActive()
    let picture = call.origin + StandInPicture.header.path
    return ClientReply(
      [
        "domain": .string(host), "title": .string(settings.presentation.name),
        "version": .string(Self.version(settings.version)),
        "source_url": "https://github.com/maillage/maillage",
        "description": .string(settings.presentation.summary),
        "usage": ["users": ["active_month": .integer(active)]],
        "thumbnail": ["url": .string(picture)],
        "icon": [], "languages": [.string(services.settings.language)],
        "configuration": configuration(call.origin),
        "registrations": [
          "enabled": false, "approval_required": true, "reason_required": true, "message": nil,
          "min_age": nil, "url": nil,
        ],
        "api_versions": ["mastodon": 6, "maillage": 1],
        "contact": [
          "email": .string(settings.presentation.contact ?? ""), "account": try await contact(),
        ],
        "rules": try await rules(), "maillage": Self.extensions,
      ]
    )
  }

  private func first(_ call: ClientCall) async throws -> ClientReply {
    let (settings, services) = (client.settings, client.services)
    let figures = try await client.database.read { tx in
      (try tx.members.count(in: .active), try tx.posts.countLocal())
    }
    return ClientReply(
      [
        "uri": .string(host), "title": .string(settings.presentation.name),
        "short_description": .string(settings.presentation.summary),
        "description": .string(settings.presentation.summary),
        "email": .string(settings.presentation.contact ?? ""),
        "version": .string(Self.version(settings.version)),
        "urls": ["streaming_api": .string(streaming(call.origin))],
        "stats": [
          "user_count": .integer(figures.0), "status_count": .integer(figures.1),
          "domain_count": .integer(services.known.nodes.count),
        ],
        "thumbnail": .string(call.origin + StandInPicture.header.path),
        "languages": [.string(services.settings.language)], "registrations": false,
        "approval_required": true, "invites_enabled": false,
        "configuration": configuration(call.origin), "contact_account": try await contact(),
        "rules": try await rules(), "maillage": Self.extensions,
      ]
    )
  }

  /// The rules of the node, each in all its languages.
  private func rules() async throws -> JSON {
    let rules = try await client.database.read { try $0.rules.all() }
    return .array(rules.map { RuleEntity($0).json })
  }

  private func streaming(_ origin: String) -> String {
    origin.hasPrefix("https:") ? "wss:" + origin.dropFirst(6) : "ws:" + origin.dropFirst(5)
  }

  private func configuration(_ origin: String) -> JSON {
    let media = client.services.media.settings
    let types = MediaFormat.allCases.map { JSON.string($0.mediaType) }
    let hasPrivacy = client.settings.presentation.privacy != nil
    let privacy: JSON = hasPrivacy ? .string(origin + "/privacy") : .null
    return [
      "urls": [
        "streaming": .string(streaming(origin)), "status": nil, "about": .string(origin + "/"),
        "privacy_policy": privacy,
        "terms_of_service": nil,
      ],
      "vapid": ["public_key": .string(client.vapidKey)],
      "accounts": [
        "max_featured_tags": 10, "max_pinned_statuses": 20,
        "max_profile_fields": .integer(ActorDetails.mostLines),
        "profile_field_name_limit": .integer(ActorDetails.longestLine),
        "profile_field_value_limit": .integer(ActorDetails.longestLine),
      ],
      "statuses": [
        "max_characters": .integer(client.services.settings.maximumPostCharacters),
        "max_media_attachments": .integer(StatusDraft.mostMedia),
        "characters_reserved_per_url": 23,
        "supported_mime_types": ["text/markdown", "text/plain"],
      ],
      "media_attachments": [
        "supported_mime_types": .array(types),
        "description_limit": .integer(Uploads.longestDescription),
        "image_size_limit": .integer(media.pictureBytes), "image_matrix_limit": 33_177_600,
        "video_size_limit": .integer(media.fileBytes), "video_frame_rate_limit": 120,
        "video_matrix_limit": 8_294_400,
      ],
      "polls": [
        "max_options": .integer(PollDraft.mostOptions),
        "max_characters_per_option": .integer(PollDraft.longestOption),
        "min_expiration": .integer(Int(PollDraft.lifetimes.lowerBound)),
        "max_expiration": .integer(Int(PollDraft.lifetimes.upperBound)),
      ],
      "translation": ["enabled": false],
      "limited_federation": true,
    ]
  }

  /// The first admin, who can be asked.
  private func contact() async throws -> JSON {
    try await client.read(for: nil) { maker in
      let admin = try maker.tx.members.all().first { $0.role == .admin && $0.state == .active }
      return try admin.flatMap { try maker.account($0.actorID) } ?? .null
    }
  }

  private func countActive() async throws -> Int {
    let month: TimeInterval = 30 * 86_400
    let start = client.now.addingTimeInterval(-month)
    return try await client.database.read { try $0.members.countActive(since: start) }
  }

  /// The nodes with which this one has a peering, which they agreed to.
  private func peers(_ call: ClientCall) async throws -> ClientReply {
    let hosts = client.services.known.nodes.map(\.host).sorted()
    return ClientReply(.array(hosts.map(JSON.string)))
  }

  /// What the admin says of the node, with the day of its last change.
  private func description(_ call: ClientCall) async throws -> ClientReply {
    let summary = client.settings.presentation.summary
    return try await text(.description, "<p>\(HTMLText.escape(summary))</p>")
  }

  private func privacy(_ call: ClientCall) async throws -> ClientReply {
    let source = client.settings.presentation.privacy
    return try await text(.privacy, source.map { Markdown.render($0).html } ?? "")
  }

  private func text(_ text: StateStore.Text, _ html: String) async throws -> ClientReply {
    let node = client.services.addresses.nodeActor.string
    // Before anybody noted it, it was that of the beginning.
    let changed = try await client.database.read { tx in
      try tx.state.changed(text) ?? tx.actors.find(uri: node)?.createdAt
    }
    return ClientReply(
      [
        "updated_at": EntityMaker.time(changed ?? client.now), "content": .string(html),
      ]
    )
  }
}
