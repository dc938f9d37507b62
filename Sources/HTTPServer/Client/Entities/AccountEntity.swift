import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Mastodon's Account.
struct AccountEntity {
  let actor: ActorProfile
  private let material: ActorMaterial
  private let successors: [ActorID: ActorMaterial]
  private let maker: EntityMaker

  /// Makes it of what is told of the actor and of who it has become.
  init(_ actor: ActorProfile, _ material: [ActorID: ActorMaterial], by maker: EntityMaker) {
    self.actor = actor
    self.material = material[actor.id] ?? ActorMaterial()
    successors = material
    self.maker = maker
  }

  var json: JSON { .object(object(moved: true)) }

  /// Where the account has moved.
  var successor: ActorProfile? { material.successor }

  /// Makes it, and perhaps says where the account has moved, which is an account itself.
  private func object(moved: Bool) -> JSONObject {
    let avatar = JSON.string(maker.picture(material.icon))
    let header = JSON.string(maker.header(material.image))
    let isShown = actor.isActive
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
      "followers_count": .integer(material.followers),
      "following_count": .integer(material.following), "statuses_count": .integer(material.posts),
      "last_status_at": Self.date(material.lastPostAt),
      "hide_collections": .bool(material.hidesTies),
      "noindex": .bool(!actor.traits.isIndexable),
      "emojis": .array(isShown ? material.emoji.map(maker.emoji) : []),
      "roles": .array(isShown ? roles : []),
      "fields": .array(isShown ? material.lines.map(Self.field) : []),
    ]
    if !isShown { object["suspended"] = true }
    if material.isLimited { object["limited"] = true }
    if moved, let there = successor {
      object["moved"] = .object(AccountEntity(there, successors, by: maker).object(moved: false))
    }
    return object
  }

  /// What the node lets somebody do, where that is for everyone to know.
  private var roles: [JSON] {
    guard actor.isLocal, actor.kind != .group, let role = material.role, role != .member
    else { return [] }
    return [RoleEntity(role).short]
  }

  /// Mastodon's CredentialAccount: one's own, with what one may change.
  func own(_ member: Member) throws -> JSON {
    var object = object(moved: true)
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
        material.lines.map { line in
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
