import Foundation
import Model
import Storage
import StrictJSON
import TestSupport

/// What is stored, written as the stories write it: what is not there is left out.
enum Stored {
  /// An actor, with all that is kept of it.
  static func actor(_ uri: String, in tx: Transaction) throws -> JSON {
    let actor = try required(tx.actors.find(uri: uri), uri)
    let details = try tx.actors.details(of: actor.id)
    let pictures = try tx.actorPictures.find(of: actor.id)
    return object([
      "uri": .string(actor.uri),
      "kind": .string(actor.kind.rawValue),
      "address": .string(actor.address),
      "displayName": .string(actor.displayName),
      "summary": .string(actor.summary),
      "inbox": .string(actor.endpoints.inbox),
      "sharedInbox": text(actor.endpoints.sharedInbox),
      "outbox": text(actor.endpoints.outbox),
      "followers": text(actor.endpoints.followers),
      "following": text(actor.endpoints.following),
      "featured": text(actor.endpoints.featured),
      "page": text(actor.endpoints.page),
      "approvesFollowers": .bool(actor.traits.approvesFollowers),
      "isDiscoverable": .bool(actor.traits.isDiscoverable),
      "isIndexable": .bool(actor.traits.isIndexable),
      "keys": .list(try tx.actors.keys(of: actor.id).map(\.uri).sorted()),
      "icon": pictures.icon.map(attachment),
      "image": pictures.image.map(attachment),
      "lines": list(details.lines) { ["name": .string($0.name), "value": .string($0.value)] },
      "aliases": list(details.aliases, JSON.string),
      "movedTo": text(details.movedTo),
      "emoji": list(details.emoji, emoji),
    ])
  }

  /// A post, with all that is kept of it.
  static func post(_ post: Post, in tx: Transaction) throws -> JSON {
    var members = try body(post)
    members["author"] = .string(try required(tx.actors.find(post.authorID)).uri)
    members["addressees"] = .list(try tx.posts.addressees(of: post.id).map(\.uri))
    members["poll"] = post.poll.map(poll)
    members["quote"] = post.quote.map(quote)
    members["policy"] = policy(try tx.quotes.policy(of: post.id))
    members["revisions"] = list(try tx.posts.revisions(of: post.id), revision)
    members["groups"] = list(try tx.groups.groups(showing: post.id).map(\.uri), JSON.string)
    return .object(members)
  }

  private static func body(_ post: Post) throws -> JSONObject {
    let stored = object([
      "uri": .string(post.uri),
      "kind": .string(post.kind),
      "audience": .string(post.audience.rawValue),
      "isListed": .bool(post.isListed),
      "html": .string(post.body.html),
      "source": text(post.body.source),
      "summary": text(post.body.summary),
      "isSensitive": .bool(post.body.isSensitive),
      "language": text(post.body.language),
      "inReplyTo": text(post.thread.inReplyTo),
      "conversation": text(post.thread.conversation),
      "page": text(post.page),
      "publishedAt": time(post.publishedAt),
      "editedAt": post.editedAt.map(time),
      "hashtags": .list(post.body.hashtags),
      "attachments": .array(post.body.attachments.map(attachment)),
      "emoji": list(post.body.emoji, emoji),
      "event": post.body.event.map(event),
    ])
    return try required(stored.object)
  }

  private static func attachment(_ attachment: Attachment) -> JSON {
    object([
      "url": .string(attachment.url),
      "mediaType": text(attachment.mediaType),
      "name": text(attachment.name),
      "width": number(attachment.width),
      "height": number(attachment.height),
      "blurhash": text(attachment.blurhash),
      "focus": attachment.focus.map { .string("\($0.x) \($0.y)") },
    ])
  }

  private static func emoji(_ emoji: CustomEmoji) -> JSON { .string("\(emoji.name) \(emoji.url)") }

  private static func poll(_ poll: Poll) -> JSON {
    object([
      "options": .list(poll.options.map { "\($0.name): \($0.votes)" }),
      "isMultiple": .bool(poll.isMultiple),
      "closesAt": poll.closesAt.map(time),
      "closedAt": poll.closedAt.map(time),
      "voters": number(poll.voters),
      "hidesTotals": .bool(poll.hidesTotals),
    ])
  }

  private static func quote(_ quote: Quotation) -> JSON {
    object([
      "of": .string(quote.quoted),
      "state": .string(quote.state.rawValue),
      "isStamped": .bool(quote.authorization != nil),
    ])
  }

  private static func policy(_ policy: InteractionPolicy) -> JSON? {
    guard !policy.isEmpty else { return nil }
    let rules = policy.rules.sorted { $0.key.rawValue < $1.key.rawValue }
    return .object(
      JSONObject(
        rules.map { kind, rule in
          (
            kind.rawValue,
            object([
              "automatic": .list(rule.automatic.sorted()),
              "manual": list(rule.manual.sorted(), JSON.string),
            ])
          )
        }
      )
    )
  }

  private static func event(_ event: Event) -> JSON {
    object([
      "title": text(event.title),
      "startsAt": event.startsAt.map(time),
      "endsAt": event.endsAt.map(time),
      "timeZone": text(event.timeZone),
      "status": .string(event.status.rawValue),
      "joinMode": .string(event.joinMode.rawValue),
      "participationURL": text(event.participationURL),
      "places": list(event.places, place),
      "organizers": list(event.organizers, JSON.string),
      "capacity": number(event.capacity),
      "attendees": number(event.toldAttendees),
    ])
  }

  private static func place(_ place: Event.Place) -> JSON {
    object([
      "name": text(place.name),
      "address": text(place.address),
      "latitude": place.latitude.map { .string("\($0)") },
      "longitude": place.longitude.map { .string("\($0)") },
      "url": text(place.url),
      "isVirtual": .bool(place.isVirtual),
    ])
  }

  private static func revision(_ revision: PostRevision) -> JSON {
    object([
      "html": .string(revision.html),
      "source": text(revision.source),
      "summary": text(revision.summary),
    ])
  }

  private static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  /// A list; an empty one is left out.
  private static func list<Value>(_ values: [Value], _ write: (Value) -> JSON) -> JSON? {
    guard !values.isEmpty else { return nil }
    return .array(values.map(write))
  }

  private static func text(_ value: String?) -> JSON? { value.map(JSON.string) }

  private static func number(_ value: Int?) -> JSON? { value.map { .integer($0) } }

  private static func time(_ date: Date) -> JSON { .string(date.formatted(.iso8601)) }
}
