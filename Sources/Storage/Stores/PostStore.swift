import Foundation
import GRDB
import Model

/// Posts, their earlier versions and whom they address.
package struct PostStore {
  let db: Database

  static let columns = """
    post.id, post.uri, post.authorID, post.isLocal, post.audience, post.isListed, post.kind, \
    post.html, post.source, post.summary, post.isSensitive, post.language, post.inReplyTo, \
    post.conversation, post.page, post.publishedAt, post.editedAt, post.territory
    """
  static let columnCount = 18
  static let mostRevisions = 100

  // MARK: Finding, for handlers: no reader is asked about

  package func find(_ id: PostID) throws -> Post? {
    try db.first("SELECT \(Self.columns) FROM post WHERE id = ?", [id], Post.init(row:))
      .map(complete)
  }

  package func find(uri: String) throws -> Post? {
    try db.first("SELECT \(Self.columns) FROM post WHERE uri = ?", [uri], Post.init(row:))
      .map(complete)
  }

  package func isKnown(uri: String) throws -> Bool {
    try db.has("SELECT 1 FROM post WHERE uri = ?", [uri])
      || db.has("SELECT 1 FROM tombstone WHERE uri = ?", [uri])
  }

  package func addressees(of id: PostID) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM addressee JOIN actor ON actor.id = actorID
      WHERE postID = ? ORDER BY actorID
      """,
      [id],
      ActorProfile.init(row:)
    )
  }

  package func revisions(of id: PostID) throws -> [PostRevision] {
    try db.all(
      """
      SELECT html, source, summary, isSensitive, replacedAt, pollOptions, files FROM postRevision
      WHERE postID = ? ORDER BY number
      """,
      [id]
    ) { row in
      var revision = PostRevision(
        html: row[0],
        source: row[1],
        summary: row[2],
        isSensitive: row[3],
        replacedAt: row.date(4)
      )
      revision.pollOptions = try Self.list(row[5])
      revision.files = try Self.list(row[6]) ?? []
      return revision
    }
  }

  private static func list<Element: Decodable>(_ text: String?) throws -> [Element]? {
    try text.map { try JSONDecoder().decode([Element].self, from: Data($0.utf8)) }
  }

  /// What decides whether a reader may read a post.
  package func facts(about id: PostID, for reader: Reader) throws -> ReadingFacts? {
    try db.first(
      """
      SELECT \(ReadingFacts.columns) FROM post JOIN actor AS author ON author.id = post.authorID
      WHERE post.id = ?2
      """,
      [reader.number, id]
    ) { ReadingFacts(row: $0, from: 0) }
  }

  package func countLocal() throws -> Int {
    try db.count("SELECT count(*) FROM post WHERE isLocal = 1")
  }

  // MARK: Writing

  /// A post of a member of this node.
  package func insertLocal(_ post: Post, addressees: [ActorID]) throws {
    try insert(post, uri: post.uri, isLocal: true, addressees: addressees)
  }

  /// A post of another node, as its own origin tells it.
  ///
  /// - Returns: False when the post is known already.
  package func insertRemote(_ post: Post, addressees: [ActorID], proof: OriginProof) throws -> Bool
  {
    guard try !isKnown(uri: proof.id) else { return false }
    try insert(post, uri: proof.id, isLocal: false, addressees: addressees)
    return true
  }

  /// Replaces what a post says and keeps what it said, up to so many versions.
  package func edit(_ old: Post, to body: PostBody, addressees: [ActorID], at time: Date) throws {
    try db.run(
      """
      INSERT INTO postRevision (postID, number, html, source, summary, isSensitive, replacedAt,
        pollOptions, files)
      VALUES (?1, (SELECT ifnull(max(number), -1) + 1 FROM postRevision WHERE postID = ?1),
        ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        old.id, old.body.html, old.body.source, old.body.summary, old.body.isSensitive,
        time.milliseconds, try Self.text(old.poll?.options.map(\.name)),
        try Self.text(Self.files(of: old)),
      ]
    )
    // Another node may send edits without end.
    try db.run(
      """
      DELETE FROM postRevision WHERE postID = ?1 AND number <= (
        SELECT max(number) FROM postRevision WHERE postID = ?1) - ?2
      """,
      [old.id, Self.mostRevisions]
    )
    try db.run(
      """
      UPDATE post SET html = ?, source = ?, summary = ?, isSensitive = ?, language = ?,
        editedAt = ? WHERE id = ?
      """,
      [
        body.html, body.source, body.summary, body.isSensitive, body.language, time.milliseconds,
        old.id,
      ]
    )
    try db.run("DELETE FROM attachment WHERE postID = ?", [old.id])
    try db.run("DELETE FROM postUpload WHERE postID = ?", [old.id])
    try db.run("DELETE FROM hashtag WHERE postID = ?", [old.id])
    try db.run("DELETE FROM customEmoji WHERE postID = ?", [old.id])
    try insertParts(of: body, addressees: addressees, post: old.id)
    if old.kind == "Event" { try EventStore(db: db).set(body.event, of: old.id) }
    if old.kind == Need.kind { try NeedStore(db: db).set(body.need, of: old.id) }
    if old.kind == Consultation.kind, let consultation = body.consultation {
      try ConsultationStore(db: db).setFollowUp(consultation.followUp, of: old.id)
    }
    if old.kind == AskedQuestion.kind, let question = body.question {
      try QuestionStore(db: db).set(question, of: old.id)
    }
    try SearchStore(db: db).index(body, of: old.id, for: old.audience)
  }

  /// The files of a post until now, as a revision keeps them.
  private static func files(of post: Post) -> [PostRevision.File]? {
    let files = post.body.attachments.map { PostRevision.File(url: $0.url, name: $0.name) }
    return files.isEmpty ? nil : files
  }

  private static func text(_ list: (some Encodable)?) throws -> String? {
    try list.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
  }

  // MARK: The app

  package func setApplication(_ application: WrittenWith, of id: PostID) throws {
    try db.run(
      "INSERT OR IGNORE INTO postApplication (postID, name, website) VALUES (?, ?, ?)",
      [id, application.name, application.website]
    )
  }

  /// Makes a poll of a post, or a plain post of a poll, as its author's node does by an edit.
  package func setPoll(_ poll: Poll?, of post: Post, at time: Date) throws {
    let polls = PollStore(db: db)
    try db.run(
      "UPDATE post SET kind = ? WHERE id = ?",
      [poll == nil ? "Note" : "Question", post.id]
    )
    if let poll {
      try polls.restart(poll, of: post.id, at: time)
    } else {
      try polls.remove(post.id)
    }
  }

  /// Leaves a tombstone; what this node published about the post goes with it.
  package func delete(_ post: Post, at time: Date) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO tombstone (uri, formerKind, wasPublic, isLocal, deletedAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [post.uri, post.kind, post.audience == .public, post.isLocal, time.milliseconds]
    )
    try db.run("DELETE FROM post WHERE id = ?", [post.id])
  }

  /// Remembers that a post of another node is gone before it was ever seen here.
  package func bury(_ proof: OriginProof, at time: Date) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO tombstone (uri, formerKind, wasPublic, isLocal, deletedAt)
      VALUES (?, 'Note', 0, 0, ?)
      """,
      [proof.id, time.milliseconds]
    )
  }

  /// Forgets what other nodes deleted before a time.
  ///
  /// They choose these ids, so the memory of them has to be bounded (threat 19). The node's own
  /// posts stay gone for ever.
  package func purgeTombstones(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM tombstone WHERE uri IN (
        SELECT uri FROM tombstone WHERE isLocal = 0 AND deletedAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  /// When a post was deleted, if anyone may know that it existed.
  package func tombstone(uri: String) throws -> (formerKind: String, deletedAt: Date)? {
    try db.first(
      "SELECT formerKind, deletedAt FROM tombstone WHERE uri = ? AND wasPublic = 1",
      [uri]
    ) { ($0[0], $0.date(1)) }
  }

  package func pin(_ post: PostID, by actor: ActorID, at time: Date) throws {
    try db.run(
      "INSERT OR IGNORE INTO pin (actorID, postID, pinnedAt) VALUES (?, ?, ?)",
      [actor, post, time.milliseconds]
    )
  }

  package func unpin(_ post: PostID, by actor: ActorID) throws {
    try db.run("DELETE FROM pin WHERE actorID = ? AND postID = ?", [actor, post])
  }

  private func insert(
    _ post: Post,
    uri: String,
    isLocal: Bool,
    addressees: [ActorID]
  ) throws {
    try db.run(
      """
      INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html, source,
        summary, isSensitive, language, inReplyTo, conversation, page, publishedAt, editedAt,
        territory)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        post.id, uri, post.authorID, isLocal, post.audience, post.isListed, post.kind,
        post.body.html, post.body.source, post.body.summary, post.body.isSensitive,
        post.body.language, post.thread.inReplyTo, post.thread.conversation, post.page,
        post.publishedAt.milliseconds, post.editedAt?.milliseconds, post.territory,
      ]
    )
    try insertParts(of: post.body, addressees: addressees, post: post.id)
    if let event = post.body.event { try EventStore(db: db).set(event, of: post.id) }
    if let need = post.body.need { try NeedStore(db: db).set(need, of: post.id) }
    if post.kind == Consultation.kind, let consultation = post.body.consultation {
      try ConsultationStore(db: db).insert(consultation, of: post.id)
    }
    if post.kind == AskedQuestion.kind, let question = post.body.question {
      try QuestionStore(db: db).set(question, of: post.id)
    }
    try SearchStore(db: db).index(post.body, of: post.id, for: post.audience)
    if let quote = post.quote { try QuoteStore(db: db).set(quote, of: post.id) }
    if !post.policy.isEmpty {
      let author = try ActorStore(db: db).find(post.authorID)
      try QuoteStore(db: db).setPolicy(post.policy, of: post.id, author: author?.uri ?? uri)
    }
    if let poll = post.poll {
      try PollStore(db: db).insert(poll, of: post.id, at: post.publishedAt)
    }
  }

  private func insertParts(of body: PostBody, addressees: [ActorID], post: PostID) throws {
    for (position, attachment) in body.attachments.enumerated() {
      try db.run(
        """
        INSERT INTO attachment (postID, position, url, mediaType, name, width, height, blurhash,
          focusX, focusY) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          post, position, attachment.url, attachment.mediaType, attachment.name, attachment.width,
          attachment.height, attachment.blurhash, attachment.focus?.x, attachment.focus?.y,
        ]
      )
    }
    if !body.attachments.isEmpty {
      try UploadStore(db: db).attach(to: post, body.attachments.map(\.url))
    }
    for name in body.hashtags {
      try db.run("INSERT OR IGNORE INTO hashtag (name, postID) VALUES (?, ?)", [name, post])
    }
    for emoji in body.emoji {
      try db.run(
        "INSERT OR IGNORE INTO customEmoji (postID, name, url) VALUES (?, ?, ?)",
        [post, emoji.name, emoji.url]
      )
    }
    for actor in addressees {
      try db.run("INSERT OR IGNORE INTO addressee (postID, actorID) VALUES (?, ?)", [post, actor])
    }
  }
}

extension Post {
  init(row: Row) { self.init(row: row, from: 0) }

  /// Reads the columns of `PostStore.columns` that begin at an index.
  init(row: Row, from start: Int) {
    self.init(
      id: row[start],
      uri: row[start + 1],
      authorID: row[start + 2],
      isLocal: row[start + 3],
      audience: row[start + 4],
      isListed: row[start + 5],
      kind: row[start + 6],
      body: PostBody(
        html: row[start + 7],
        source: row[start + 8],
        summary: row[start + 9],
        isSensitive: row[start + 10],
        language: row[start + 11]
      ),
      thread: PostThread(inReplyTo: row[start + 12], conversation: row[start + 13]),
      page: row[start + 14],
      publishedAt: row.date(start + 15),
      editedAt: row.dateIfAny(start + 16),
      territory: row[start + 17]
    )
  }
}
