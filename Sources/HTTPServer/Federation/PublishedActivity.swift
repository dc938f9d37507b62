import ActivityStreams
import Federation
import Model
import Storage
import StrictJSON

/// An activity that this node published, as a reader may see it now.
struct PublishedActivity {
  let entry: OutboxStore.Entry
  let addresses: Addresses

  /// The activity's document.
  ///
  /// - Throws: `Refusal.absent` when the reader may not read it, or no longer.
  func document(for reader: Reader, in tx: Transaction) throws -> JSON {
    let json = try JSON.parse(entry.body)
    if let id = entry.postID {
      // The post itself decides; what was once sent about it decides nothing.
      guard let found = try tx.posts.readable(id, by: reader) else { throw Refusal.absent }
      let territory = found.post.territory
      guard try isAddressed(json, to: reader, territory, in: tx) else { throw Refusal.absent }
      return try current(json, found, in: tx)
    }
    let territory = try? AS.Activity(json: json).publication?.territory
    guard try isAddressed(json, to: reader, territory, in: tx) else { throw Refusal.absent }
    return json
  }

  private func isAddressed(
    _ json: JSON,
    to reader: Reader,
    _ territory: String?,
    in tx: Transaction
  ) throws -> Bool {
    guard let author = try tx.actors.find(entry.actorID) else { return false }
    var facts = ReadingFacts(
      audience: entry.audience,
      authorID: author.id,
      isAuthorActive: author.isActive,
      territory: territory
    )
    if let id = reader.actorID {
      let follow = try tx.follows.find(follower: id, followee: author.id)
      let uri = try tx.actors.find(id)?.uri
      let activity = try? AS.Activity(json: json)
      // Nodes fetch for those who are there.
      let isInsider = author.kind == .group ? try tx.groups.isInsider(id, of: author.id) : false
      facts.isReaderFollower = follow?.state == .accepted || isInsider
      facts.isReaderAddressed = activity?.audience.addresses.contains { $0.string == uri } ?? false
      facts.isReaderBlocked = try tx.blocks.exists(by: author.id, against: id)
    }
    return Permission.allows(reader, toRead: facts)
  }

  /// With the post as it reads now: what an edit took away is not told again.
  ///
  /// The proof covered what was said then, so it goes with it.
  private func current(_ json: JSON, _ found: ReadablePost, in tx: Transaction) throws -> JSON {
    guard found.post.editedAt != nil, var object = json.object else { return json }
    if entry.type == "Announce", let inner = json["object"]?["id"] {
      // What a group passed on: its id is enough.
      object["object"] = inner
      object["proof"] = nil
      return .object(object)
    }
    guard ["Create", "Update"].contains(entry.type) else { return json }
    let note = try AS.Note(
      found.post,
      by: found.author,
      addressing: try tx.posts.addressees(of: found.post.id),
      addresses: addresses
    )
    object["object"] = note.json
    object["proof"] = nil
    return .object(object)
  }
}
