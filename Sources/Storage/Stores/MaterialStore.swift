import GRDB
import Model

/// What is told of posts and accounts besides what they say themselves, read for all that stand on
/// a page at once.
package struct MaterialStore {
  let db: Database

  /// How posts were taken up, where they stand, and what one reader did with them.
  package func posts(_ posts: [Post], for viewer: ActorID?) throws -> [PostID: PostMaterial] {
    guard !posts.isEmpty else { return [:] }
    let ids = posts.map(\.id)
    var material: [PostID: PostMaterial] = try db.indexed(
      Self.posts,
      [ids.list, viewer?.rawValue ?? -1],
      PostMaterial.init(row:)
    )
    for (post, mentioned) in try mentioned(in: ids) { material[post]?.mentioned = mentioned }
    guard let viewer else { return material }
    let polls = posts.filter { $0.poll != nil }.map(\.id)
    for (post, choices) in try PollStore(db: db).choices(of: viewer, in: polls) {
      material[post]?.choices = Set(choices)
    }
    return material
  }

  private static let posts = """
    SELECT post.id, (SELECT count(*) FROM post AS answer WHERE answer.inReplyTo = post.uri),
      (SELECT count(*) FROM boost WHERE boost.postID = post.id),
      (SELECT count(*) FROM liking WHERE liking.postID = post.id),
      (SELECT count(*) FROM quotation WHERE quoted = post.uri AND state = 'accepted'),
      EXISTS (SELECT 1 FROM liking WHERE liking.postID = post.id AND liking.actorID = ?2),
      EXISTS (SELECT 1 FROM boost WHERE boost.postID = post.id AND boost.actorID = ?2),
      EXISTS (SELECT 1 FROM pin WHERE pin.postID = post.id AND pin.actorID = post.authorID),
      EXISTS (SELECT 1 FROM bookmark
        WHERE bookmark.memberID = ?2 AND bookmark.postID = post.id),
      EXISTS (SELECT 1 FROM threadMute
        WHERE threadMute.memberID = ?2 AND thread = ifnull(post.conversation, post.uri)),
      (SELECT state FROM attendance
        WHERE attendance.postID = post.id AND attendance.actorID = ?2),
      parent.id, parent.authorID, application.name, application.website
    FROM json_each(?1) AS wanted CROSS JOIN post ON post.id = wanted.value
    LEFT JOIN post AS parent ON parent.uri = post.inReplyTo
    LEFT JOIN postApplication AS application
      ON application.postID = post.id AND post.isLocal = 1
    """

  /// Whom posts address, in the order of their numbers.
  private func mentioned(in posts: [PostID]) throws -> [PostID: [ActorProfile]] {
    try db.gathered(
      """
      SELECT addressee.postID, \(ActorStore.columns) FROM json_each(?) AS wanted
      CROSS JOIN addressee ON addressee.postID = wanted.value
      CROSS JOIN actor ON actor.id = addressee.actorID
      """,
      [posts.list]
    ) { ActorProfile(row: $0, from: 1) }
  }
}

/// What is told of a post besides what it says itself.
package struct PostMaterial: Sendable {
  /// How a post was taken up, and what one reader did with it.
  package struct Figures: Sendable, Hashable {
    package var replies = 0
    package var boosts = 0
    package var likes = 0
    /// Posts that quote it with its author's consent.
    package var quotes = 0
    package var isLiked = false
    package var isBoosted = false
    /// Whether its author has it on its profile.
    package var isPinned = false
    package var isBookmarked = false
    /// Whether the reader hears no more of the conversation.
    package var isMuted = false
  }

  package var figures = Figures()
  /// Where the post that it answers is, when that is known here.
  package var parent: (id: PostID, author: ActorID)?
  /// The app with which a post of this node was written.
  package var application: WrittenWith?
  /// Whether the reader takes part in the event that it is.
  package var attendance: Attendance.State?
  package var mentioned: [ActorProfile] = []
  /// The places of what the reader has chosen in its poll.
  package var choices: Set<Int> = []

  /// Of a post of which nothing is known.
  package init() {}

  fileprivate init(row: Row) {
    figures = Figures(
      replies: row[1],
      boosts: row[2],
      likes: row[3],
      quotes: row[4],
      isLiked: row[5],
      isBoosted: row[6],
      isPinned: row[7],
      isBookmarked: row[8],
      isMuted: row[9]
    )
    attendance = row[10]
    if let id = row[11] as PostID? { parent = (id, row[12]) }
    if let name = row[13] as String? { application = WrittenWith(name: name, website: row[14]) }
  }
}
