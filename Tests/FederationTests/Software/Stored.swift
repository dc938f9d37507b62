import Foundation
import Model
import StrictJSON

/// What is stored, written as the stories write it: what is not there is left out.
enum Stored {
  static func actor(_ actor: ActorProfile, _ details: ActorDetails, keys: [ActorKey]) -> JSON {
    let emoji = details.emoji.map { JSON.string("\($0.name) \($0.url)") }
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
      "keys": .array(keys.map(\.uri).sorted().map(JSON.string)),
      "emoji": emoji.isEmpty ? nil : .array(emoji),
    ])
  }

  static func post(_ post: Post, by author: ActorProfile, addressing actors: [ActorProfile]) -> JSON
  {
    object([
      "uri": .string(post.uri),
      "kind": .string(post.kind),
      "author": .string(author.uri),
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
      "hashtags": .array(post.body.hashtags.map(JSON.string)),
      "addressees": .array(actors.map { .string($0.uri) }),
      "attachments": .array(post.body.attachments.map(attachment)),
    ])
  }

  private static func attachment(_ attachment: Attachment) -> JSON {
    object([
      "url": .string(attachment.url),
      "mediaType": text(attachment.mediaType),
      "name": text(attachment.name),
      "width": attachment.width.map { .integer($0) },
      "height": attachment.height.map { .integer($0) },
      "blurhash": text(attachment.blurhash),
    ])
  }

  private static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  private static func text(_ value: String?) -> JSON? { value.map(JSON.string) }

  private static func time(_ date: Date) -> JSON {
    .string(date.formatted(.iso8601))
  }
}
