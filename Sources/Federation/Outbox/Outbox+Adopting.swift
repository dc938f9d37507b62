import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

/// A post that a member wrote elsewhere, out of an archive.
package struct BygonePost: Sendable {
  let note: AS.Note
  /// Where it was first.
  package let origin: String
  /// For whom it was.
  package let audience: Audience
  /// Its files, by what the archive calls them.
  package let files: [File]

  package struct File: Sendable {
    package let path: String
    package let description: String?
    package let focus: FocalPoint?
  }

  static let longestOrigin = 2_048

  /// Reads an activity of an archive; nothing for what is no post: a boost.
  ///
  /// - Parameters:
  ///   - activity: A `Create` with a post inside.
  ///   - author: The actor of the archive: what others wrote is not taken.
  ///   - followers: The collection of its followers, by which posts for them are known.
  ///   - word: The name of the word for whom a post is, which nodes like this one write.
  /// - Throws: `Refusal.malformed` for what cannot be read, or is somebody else's.
  package init?(_ activity: JSON, by author: String, followers: String?, word: String) throws {
    guard activity["type"] == "Create", var object = activity["object"]?.object else { return nil }
    let attachments = object["attachment"]?.array ?? []
    // They name files of the archive here, which are no addresses.
    object["attachment"] = nil
    let note: AS.Note
    do {
      note = try AS.Note(json: .object(object))
    } catch {
      throw Refusal.malformed("The post cannot be read: \(error).")
    }
    guard note.attributedTo.string == author, note.id.string.utf8.count <= Self.longestOrigin else {
      throw Refusal.malformed("The post is by \(note.attributedTo), not by \(author).")
    }
    (self.note, origin) = (note, note.id.string)
    audience =
      activity[word]?.string.flatMap(Audience.init(rawValue:))
      ?? Audience(note, followersOfAuthor: followers)
    files = attachments.prefix(AS.Limits.attachments).compactMap { entry in
      guard let path = entry["url"]?.string, path.utf8.count <= 1_024 else { return nil }
      let point = (entry["focalPoint"]?.array ?? []).compactMap(\.double)
      return File(
        path: path,
        description: entry["name"]?.string.map {
          String(VisibleText.clean($0).prefix(Uploads.longestDescription))
        },
        focus: point.count == 2 ? FocalPoint(x: point[0], y: point[1]) : nil
      )
    }
  }
}

extension Outbox {
  /// Takes over what a member wrote elsewhere: under its first date, known to nobody but who looks.
  ///
  /// Nothing is sent, nobody is told, and no timeline has it. What was for a node, a territory or
  /// those it named is for the member alone: these people are not here.
  ///
  /// - Parameters:
  ///   - bygone: The post.
  ///   - attachments: Its files, as they are here.
  ///   - member: Who wrote it.
  /// - Returns: The post; nothing when the member brought it along before.
  /// - Throws: `Refusal.absent` for no active member.
  package func adopt(
    _ bygone: BygonePost,
    with attachments: [Attachment],
    as member: ActorID
  ) async throws -> PostID? {
    let (actor, _) = try await active(member)
    let now = services.now()
    let (addresses, note, origin) = (services.addresses, bygone.note, bygone.origin)
    let audience: Audience =
      [.public, .followers].contains(bygone.audience) ? bygone.audience : .direct
    return try await services.database.write { tx in
      guard !(try tx.memberArchives.imported(origin, by: member).isKnown) else { return nil }
      let id = try Self.number(for: min(note.published ?? now, now), in: tx)
      var post = Post(note, by: actor, as: id, for: audience, at: now)
      post.uri = addresses.post(id).string
      (post.page, post.isLocal, post.territory) = (post.uri, true, nil)
      Self.settle(&post, attachments)
      if post.thread.conversation == nil {
        post.thread.conversation = addresses.conversation(id).string
      }
      if let parent = post.thread.inReplyTo,
        let here = try tx.memberArchives.imported(parent, by: member).post,
        let answered = try tx.posts.find(here)
      {
        post.thread.inReplyTo = answered.uri
      }
      try tx.posts.insertLocal(post, addressees: [])
      try tx.memberArchives.noteImport(origin, as: id, by: member)
      try tx.memberArchives.relink(origin, to: post.uri, by: member)
      return id
    }
  }

  /// What is over is told and no more: nobody votes or answers any longer.
  private static func settle(_ post: inout Post, _ attachments: [Attachment]) {
    if let poll = post.poll {
      let options = poll.options.map { "<li>\(VisibleText.escape($0.name))</li>" }
      post.body.html += "<ul>\(options.joined())</ul>"
    }
    post.kind = post.body.event != nil ? "Event" : post.kind == "Article" ? "Article" : "Note"
    post.body.attachments = attachments
    (post.poll, post.quote, post.policy) = (nil, nil, InteractionPolicy())
    (post.body.need, post.body.consultation, post.body.question) = (nil, nil, nil)
  }

  /// A number that stands where the time of the post is: lists are in the order of numbers.
  private static func number(for time: Date, in tx: Transaction) throws -> PostID {
    let start = max(time.milliseconds, 1) << 16
    for _ in 0..<100 {
      let id = PostID(rawValue: start | Int64(UInt16.random(in: .min ... .max)))
      if try tx.posts.find(id) == nil { return id }
    }
    throw Refusal.conflict("Too many posts have the time \(time).")
  }
}
