import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Mastodon's Account.
struct AccountEntity {
  private let actor: ActorProfile
  private let maker: EntityMaker

  init(_ actor: ActorProfile, by maker: EntityMaker) {
    self.actor = actor
    self.maker = maker
  }

  var json: JSON { get throws { .object(try object(moved: true)) } }

  /// Makes it, and perhaps says where the account has moved, which is an account itself.
  private func object(moved: Bool) throws -> JSONObject {
    let pictures = try maker.tx.actorPictures.find(of: actor.id)
    let details = try maker.tx.actors.details(of: actor.id)
    let figures = try maker.tx.actors.figures(of: actor.id)
    let avatar = JSON.string(maker.picture(pictures.icon, of: actor))
    let header = JSON.string(maker.header(pictures.image))
    let isShown = actor.isActive
    let badges = try isShown ? roles() : []
    var object: JSONObject = [
      "id": EntityMaker.id(actor.id.rawValue), "username": .string(actor.name),
      "acct": .string(maker.acct(actor)),
      "display_name": .string(isShown ? actor.displayName : ""),
      "locked": .bool(actor.traits.approvesFollowers),
      "bot": .bool([.application, .service].contains(actor.kind)),
      "discoverable": .bool(actor.traits.isDiscoverable),
      "indexable": .bool(actor.traits.isIndexable), "group": .bool(actor.kind == .group),
      "created_at": EntityMaker.time(Self.day(actor.createdAt)),
      "note": .string(isShown ? actor.summary : ""),
      "url": .string(actor.endpoints.page ?? actor.uri), "uri": .string(actor.uri),
      "avatar": avatar, "avatar_static": avatar, "header": header, "header_static": header,
      "followers_count": .integer(figures.followers),
      "following_count": .integer(figures.following), "statuses_count": .integer(figures.posts),
      "last_status_at": Self.date(figures.lastPostAt),
      "hide_collections": .bool(try maker.tx.actors.hidesTies(actor.id)),
      "noindex": .bool(!actor.traits.isIndexable),
      "emojis": .array(isShown ? details.emoji.map(maker.emoji) : []),
      "roles": .array(badges),
      "fields": .array(isShown ? details.lines.map(Self.field) : []),
    ]
    if !isShown { object["suspended"] = true }
    if try maker.tx.limits.find(actor.id) != nil { object["limited"] = true }
    if moved, let there = try successor(details) {
      object["moved"] = .object(try AccountEntity(there, by: maker).object(moved: false))
    }
    return object
  }

  /// What the node lets somebody do, where that is for everyone to know.
  private func roles() throws -> [JSON] {
    guard actor.isLocal, actor.kind != .group, let member = try maker.tx.members.find(actor.id),
      member.role != .member
    else { return [] }
    return [RoleEntity(member.role).short]
  }

  /// Where the account has moved.
  func successor() throws -> ActorProfile? {
    try successor(maker.tx.actors.details(of: actor.id))
  }

  private func successor(_ details: ActorDetails) throws -> ActorProfile? {
    try details.movedTo.flatMap { try maker.tx.actors.find(uri: $0) }
  }

  /// Mastodon's CredentialAccount: one's own, with what one may change.
  func own(_ member: Member) throws -> JSON {
    var object = try object(moved: true)
    let details = try maker.tx.actors.details(of: actor.id)
    let preferences = try maker.tx.preferences.find(member.actorID)
    let privacy = Visibility(
      preferences.audience ?? maker.setting.audience,
      isListed: preferences.isListed
    )
    // As it was typed: an app that saves it again changes nothing.
    let note = try maker.tx.actors.summarySource(of: actor.id) ?? PlainText.text(of: actor.summary)
    object["source"] = [
      "note": .string(note),
      "fields": .array(
        details.lines.map { line in
          [
            "name": .string(line.name), "value": .string(line.typed),
            "verified_at": EntityMaker.time(line.verifiedAt),
          ]
        }
      ),
      "privacy": .string(privacy.word), "sensitive": .bool(preferences.isSensitive),
      "language": .string(member.language ?? ""),
      "follow_requests_count": .integer(try maker.tx.follows.pending(of: actor.id).count),
      "hide_collections": object["hide_collections"] ?? false,
      "discoverable": .bool(actor.traits.isDiscoverable),
      "indexable": .bool(actor.traits.isIndexable), "attribution_domains": [],
      "quote_policy": .string(preferences.quotableBy.word),
    ]
    object["role"] = RoleEntity(member.role).json
    return .object(object)
  }

  private static func field(_ line: ActorDetails.Line) -> JSON {
    [
      "name": .string(line.name), "value": .string(line.value),
      "verified_at": EntityMaker.time(line.verifiedAt),
    ]
  }

  /// Creation is told by the day, as Mastodon does.
  private static func day(_ date: Date) -> Date {
    let seconds = (date.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400
    return Date(timeIntervalSince1970: seconds)
  }

  private static func date(_ date: Date?) -> JSON {
    date.map { .string(String(AS.Timestamp.text($0).prefix(10))) } ?? .null
  }
}

/// Mastodon's Role: what a member may do on the node.
struct RoleEntity {
  let json: JSON
  /// Mastodon's AccountRole: only what it is called.
  let short: JSON

  init(_ role: Member.Role) {
    let (id, name, permissions) =
      switch role {
      case .member: ("-99", "", "0")
      case .moderator: ("1", "Moderator", "0")
      case .admin: ("3", "Admin", "0")
      }
    short = ["id": .string(id), "name": .string(name), "color": ""]
    json = [
      "id": .string(id), "name": .string(name), "color": "", "permissions": .string(permissions),
      "highlighted": .bool(role != .member),
    ]
  }
}
