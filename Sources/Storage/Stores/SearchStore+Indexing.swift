import GRDB
import Model

// What is searched follows what is stored, in the same transaction.
extension SearchStore {
  /// Indexes what a post says now; what is for single people is not.
  func index(_ body: PostBody, of post: PostID, for audience: Audience) throws {
    guard audience != .direct else { return }
    try dropGone()
    let words = Self.words(of: body)
    let old: String? = try db.first("SELECT words FROM searchPost WHERE postID = ?", [post]) {
      $0[0]
    }
    try db.run(
      """
      INSERT INTO searchPost (postID, consent, words) VALUES (?, ?, ?)
      ON CONFLICT (postID) DO UPDATE SET consent = excluded.consent, words = excluded.words
      """,
      [post, body.searchConsent, words]
    )
    if old != words {
      if let old { try drop(old, ofPost: post.rawValue) }
      try db.run("INSERT INTO postIndex (rowid, words) VALUES (?, ?)", [post, words])
    }
    for name in body.hashtags {
      try db.run(
        "INSERT OR IGNORE INTO searchTag (name, folded) VALUES (?, ?)",
        [name, SearchWords.tag(name)]
      )
    }
  }

  /// Indexes how an actor is called now.
  func index(_ actor: ActorProfile, as id: ActorID) throws {
    try dropGone()
    // Numbers of actors may be given again.
    while try dropGone(withActor: id) > 0 {}
    let words = SearchWords("\(actor.name) \(actor.displayName) \(actor.host)").indexed
    let old: String? = try db.first("SELECT words FROM searchActor WHERE actorID = ?", [id]) {
      $0[0]
    }
    try db.run(
      """
      INSERT INTO searchActor (actorID, consent, words) VALUES (?, ?, ?)
      ON CONFLICT (actorID) DO UPDATE SET consent = excluded.consent, words = excluded.words
      """,
      [id, actor.traits.searchConsent, words]
    )
    guard old != words else { return }
    if let old { try drop(old, ofActor: id.rawValue) }
    try db.run("INSERT INTO actorIndex (rowid, words) VALUES (?, ?)", [id, words])
  }

  /// Forgets an actor that is no more.
  func forget(_ actor: ActorID) throws {
    try db.run("DELETE FROM searchActor WHERE actorID = ?", [actor])
  }

  // MARK: Taking out

  private func drop(_ words: String, ofPost id: Int64) throws {
    try db.run(
      "INSERT INTO postIndex (postIndex, rowid, words) VALUES ('delete', ?, ?)",
      [id, words]
    )
  }

  private func drop(_ words: String, ofActor id: Int64) throws {
    try db.run(
      "INSERT INTO actorIndex (actorIndex, rowid, words) VALUES ('delete', ?, ?)",
      [id, words]
    )
  }

  private static let mostGone = 1000

  /// Takes out of the index some of what was deleted.
  ///
  /// Until then a search finds nothing under one that is gone, since it is stored no more. An actor
  /// may take thousands of posts along, so it is done in parts, and in between nobody waits.
  ///
  /// - Returns: How many entries that were.
  @discardableResult
  package func dropGone() throws -> Int {
    try drop(
      db.all(
        "SELECT number, part, id, words FROM searchGone ORDER BY number LIMIT ?",
        [Self.mostGone],
        Gone.init(row:)
      )
    )
  }

  private func dropGone(withActor id: ActorID) throws -> Int {
    try drop(
      db.all(
        """
        SELECT number, part, id, words FROM searchGone WHERE part = 'actor' AND id = ? LIMIT ?
        """,
        [id, Self.mostGone],
        Gone.init(row:)
      )
    )
  }

  private func drop(_ gone: [Gone]) throws -> Int {
    for entry in gone {
      if entry.part == "post" {
        try drop(entry.words, ofPost: entry.id)
      } else {
        try drop(entry.words, ofActor: entry.id)
      }
      try db.run("DELETE FROM searchGone WHERE number = ?", [entry.number])
    }
    return gone.count
  }

  /// An entry of the index whose row is gone.
  private struct Gone {
    let number: Int64
    let part: String
    let id: Int64
    let words: String

    init(row: Row) {
      (number, part, id, words) = (row[0], row[1], row[2], row[3])
    }
  }

  private static func words(of body: PostBody) -> String {
    let descriptions = body.attachments.compactMap(\.name).joined(separator: "\n")
    let plain = SearchWords("\(body.summary ?? "")\n\(descriptions)").indexed
    return "\(SearchWords(html: body.html).indexed) \(plain)"
  }

  // MARK: Making anew

  /// What of the index is being made anew, from the newest entry down.
  private enum Part: String, CaseIterable {
    case posts = "search.posts"
    case actors = "search.actors"
  }

  /// Whether everything that is stored can be found.
  package func isComplete() throws -> Bool {
    let state = StateStore(db: db)
    return try Part.allCases.allSatisfy { try state.value($0.rawValue) == nil }
  }

  /// Begins to make the index anew; what is in it is found meanwhile.
  package func startOver() throws {
    let state = StateStore(db: db)
    let post = try db.count("SELECT ifnull(max(id), 0) FROM post")
    let actor = try db.count("SELECT ifnull(max(id), 0) FROM actor")
    try state.set(Part.posts.rawValue, to: String(post + 1))
    try state.set(Part.actors.rawValue, to: String(actor + 1))
  }

  /// Indexes some of what is left.
  ///
  /// - Returns: How many; when it is none, the index is complete.
  package func goOn(limit: Int = 200) throws -> Int {
    let actors = try goOn(
      .actors,
      limit,
      "SELECT id FROM actor WHERE id < ? ORDER BY id DESC LIMIT ?"
    ) {
      let actor = ActorID(rawValue: $0)
      guard let found = try ActorStore(db: db).find(actor), found.deletedAt == nil else { return }
      try indexAnew(found)
    }
    guard actors == 0 else { return actors }
    try dropGone()
    return try goOn(.posts, limit, "SELECT id FROM post WHERE id < ? ORDER BY id DESC LIMIT ?") {
      guard let post = try PostStore(db: db).find(PostID(rawValue: $0)) else { return }
      try indexAnew(post)
    }
  }

  /// Each actor and post keeps what was said about searching it, which is stored here alone.
  private func indexAnew(_ actor: ActorProfile) throws {
    var actor = actor
    actor.traits.searchConsent = try consent(
      "SELECT consent FROM searchActor WHERE actorID = ?",
      actor.id.rawValue
    )
    try index(actor, as: actor.id)
  }

  private func indexAnew(_ post: Post) throws {
    var body = post.body
    body.searchConsent = try consent(
      "SELECT consent FROM searchPost WHERE postID = ?",
      post.id.rawValue
    )
    try index(body, of: post.id, for: post.audience)
  }

  private func consent(_ sql: StaticString, _ id: Int64) throws -> SearchConsent? {
    try db.first("\(fixed: sql)", [id]) { row -> SearchConsent? in row[0] } ?? nil
  }

  private func goOn(
    _ part: Part,
    _ limit: Int,
    _ sql: StaticString,
    _ index: (Int64) throws -> Void
  ) throws -> Int {
    let state = StateStore(db: db)
    guard let rest = try state.value(part.rawValue).flatMap({ Int64($0) }) else { return 0 }
    let ids: [Int64] = try db.all("\(fixed: sql)", [rest, limit]) { $0[0] }
    for id in ids { try index(id) }
    if let last = ids.last {
      try state.set(part.rawValue, to: String(last))
    } else {
      try state.remove(part.rawValue)
    }
    return ids.count
  }

  /// Makes SQLite's index anew out of the words that are stored.
  package func rebuild() throws {
    try db.run("DELETE FROM searchGone")
    try db.run("INSERT INTO postIndex (postIndex) VALUES ('rebuild')")
    try db.run("INSERT INTO actorIndex (actorIndex) VALUES ('rebuild')")
  }

  /// - Throws: What SQLite says when the index is not what the stored words make.
  package func check() throws {
    while try dropGone() > 0 {}
    try db.run("INSERT INTO postIndex (postIndex, rank) VALUES ('integrity-check', 1)")
    try db.run("INSERT INTO actorIndex (actorIndex, rank) VALUES ('integrity-check', 1)")
  }
}
