import GRDB
import Model

/// The parts of posts that stand in tables of their own, read for all posts of a list at once.
extension PostStore {
  func complete(_ post: Post) throws -> Post { try complete([post]).first ?? post }

  func complete(_ found: ReadablePost) throws -> ReadablePost {
    ReadablePost(post: try complete(found.post), author: found.author)
  }

  func complete(_ found: [ReadablePost]) throws -> [ReadablePost] {
    zip(found, try complete(found.map(\.post))).map { found, post in
      ReadablePost(post: post, author: found.author)
    }
  }

  func complete(_ found: [NumberedPost]) throws -> [NumberedPost] {
    zip(found, try complete(found.map(\.found))).map { numbered, found in
      NumberedPost(number: numbered.number, found: found)
    }
  }

  func complete(_ posts: [Post]) throws -> [Post] {
    guard !posts.isEmpty else { return [] }
    let ids = posts.map(\.id)
    let (attachments, hashtags, emoji) = (
      try attachments(of: ids), try hashtags(of: ids), try emoji(of: ids)
    )
    let quotes = QuoteStore(db: db)
    let quotations = try quotes.find(ids)
    // Of others it is asked for when somebody wants to do something.
    let policies = try quotes.policies(of: posts.filter(\.isLocal).map(\.id))
    let contents = try Contents(of: posts, db)
    return posts.map { post in
      var post = post
      post.body.attachments = attachments[post.id] ?? []
      post.body.hashtags = hashtags[post.id] ?? []
      post.body.emoji = emoji[post.id] ?? []
      post.quote = quotations[post.id]
      post.policy = policies[post.id] ?? InteractionPolicy()
      contents.fill(&post)
      return post
    }
  }

  private func attachments(of posts: [PostID]) throws -> [PostID: [Attachment]] {
    try db.gathered(
      """
      SELECT postID, url, mediaType, name, width, height, blurhash, focusX, focusY
      FROM json_each(?) AS wanted CROSS JOIN attachment ON attachment.postID = wanted.value
      """,
      [posts.list]
    ) { row in
      Attachment(
        url: row[1],
        mediaType: row[2],
        name: row[3],
        width: row[4],
        height: row[5],
        blurhash: row[6],
        focus: FocalPoint(row, from: 7)
      )
    }
  }

  private func hashtags(of posts: [PostID]) throws -> [PostID: [String]] {
    try db.gathered(
      """
      SELECT postID, name
      FROM json_each(?) AS wanted CROSS JOIN hashtag ON hashtag.postID = wanted.value
      """,
      [posts.list]
    ) { $0[1] }
  }

  private func emoji(of posts: [PostID]) throws -> [PostID: [CustomEmoji]] {
    try db.gathered(
      """
      SELECT postID, name, url
      FROM json_each(?) AS wanted CROSS JOIN customEmoji ON customEmoji.postID = wanted.value
      """,
      [posts.list]
    ) { CustomEmoji(name: $0[1], url: $0[2]) }
  }
}

extension PostStore {
  /// What only posts of one kind have; each is asked for where there is a post of its kind.
  private struct Contents {
    private let events: [PostID: Event]
    private let needs: [PostID: Need]
    private let consultations: [PostID: Consultation]
    private let questions: [PostID: AskedQuestion]
    private let polls: [PostID: Poll]

    init(of posts: [Post], _ db: Database) throws {
      func ids(_ kind: String) -> [PostID] { posts.filter { $0.kind == kind }.map(\.id) }
      events = try EventStore(db: db).find(ids("Event"))
      needs = try NeedStore(db: db).find(ids(Need.kind))
      consultations = try ConsultationStore(db: db).find(ids(Consultation.kind))
      questions = try QuestionStore(db: db).find(ids(AskedQuestion.kind))
      polls = try PollStore(db: db).find(ids("Question"))
    }

    func fill(_ post: inout Post) {
      post.body.event = events[post.id]
      post.body.need = needs[post.id]
      post.body.consultation = consultations[post.id]
      post.body.question = questions[post.id]
      post.poll = polls[post.id]
    }
  }
}
