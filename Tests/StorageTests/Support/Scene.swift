import Foundation
import GRDB
import Model

@testable import Storage

/// A database in memory with the real schema, and short ways to put people and posts into it.
struct Scene {
  static let now = Date(milliseconds: 1_795_000_000_000)

  let queue: DatabaseQueue

  init() throws {
    queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue)
  }

  /// Runs in one transaction.
  func callAsFunction<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
    try queue.write { try body(Transaction(db: $0)) }
  }
}

extension Date {
  /// The scene's time, some seconds later.
  static func later(_ seconds: Double) -> Date { Scene.now.addingTimeInterval(seconds) }
}

extension ActorProfile {
  /// An actor of a host, as another node or this one would describe it.
  static func sample(_ name: String, host: String, kind: Kind = .person) -> ActorProfile {
    let uri = "https://\(host)/users/\(name)"
    return ActorProfile(
      id: ActorID(rawValue: 0),
      uri: uri,
      kind: kind,
      name: name,
      host: host,
      isLocal: false,
      displayName: name.capitalized,
      summary: "<p>\(name)</p>",
      endpoints: ActorEndpoints(
        inbox: "\(uri)/inbox",
        sharedInbox: "https://\(host)/inbox",
        outbox: "\(uri)/outbox",
        followers: "\(uri)/followers",
        following: "\(uri)/following",
        featured: "\(uri)/featured",
        page: "https://\(host)/@\(name)"
      ),
      traits: ActorTraits(approvesFollowers: true, isDiscoverable: false, isIndexable: true),
      createdAt: Scene.now,
      fetchedAt: Scene.now
    )
  }
}

extension Post {
  /// A post by its number.
  static func sample(
    _ number: Int64,
    by author: ActorID,
    for audience: Audience = .public,
    host: String = "home.example"
  ) -> Post {
    Post(
      id: PostID(rawValue: number),
      uri: "https://\(host)/posts/\(number)",
      authorID: author,
      isLocal: host == "home.example",
      audience: audience,
      body: PostBody(html: "<p>\(number)</p>", source: "\(number)"),
      publishedAt: Scene.now
    )
  }
}

extension Transaction {
  /// A member of this node, active unless said otherwise.
  func member(_ name: String, _ state: Member.State = .active) throws -> ActorID {
    let id = try actors.insertLocal(.sample(name, host: "home.example"), keys: [])
    try members.insert(
      Member(actorID: id, name: name, role: .member, state: state, createdAt: Scene.now)
    )
    return id
  }

  /// An actor of another node.
  func stranger(_ name: String, host: String = "far.example") throws -> ActorID {
    let actor = ActorProfile.sample(name, host: host)
    let proof = try OriginProof(of: actor.uri, vouchedBy: actor.uri)
    return try actors.saveRemote(actor, keys: [], proof: proof)
  }

  @discardableResult
  func follow(
    _ follower: ActorID,
    _ followee: ActorID,
    _ state: Follow.State = .accepted
  ) throws
    -> Follow
  {
    let follow = Follow(
      uri: "https://home.example/follows/\(follower.rawValue)-\(followee.rawValue)",
      followerID: follower,
      followeeID: followee,
      state: state,
      createdAt: Scene.now
    )
    try follows.save(follow)
    return follow
  }

  /// A post of a member, in the timelines where it belongs.
  @discardableResult
  func write(
    _ number: Int64,
    by author: ActorID,
    for audience: Audience = .public,
    to addressees: [ActorID] = []
  ) throws -> Post {
    let post = Post.sample(number, by: author, for: audience)
    try posts.insertLocal(post, addressees: addressees)
    if audience == .direct {
      try timelines.addDirect(post.id, by: author)
    } else {
      try timelines.add(post.id, by: author)
    }
    return post
  }

  /// A post of another node.
  @discardableResult
  func receive(_ post: Post, to addressees: [ActorID] = []) throws -> Bool {
    try posts.insertRemote(
      post,
      addressees: addressees,
      proof: .init(of: post.uri, vouchedBy: post.uri)
    )
  }

  /// The numbers of the posts in a member's home timeline.
  func home(_ member: ActorID, _ page: Page = Page()) throws -> [Int64] {
    try timelines.home(of: member, page).map(\.post.id.rawValue)
  }

  /// An activity of this node about a post.
  func publish(
    _ number: Int64,
    by actor: ActorID,
    _ type: String = "Create",
    for audience: Audience = .public,
    about post: PostID? = nil
  ) throws -> OutboxStore.Entry {
    let entry = OutboxStore.Entry(
      id: ActivityID(rawValue: number),
      uri: "https://home.example/activities/\(number)",
      actorID: actor,
      type: type,
      audience: audience,
      postID: post,
      body: Array("{\"number\":\(number)}".utf8),
      publishedAt: Scene.now
    )
    try outbox.insert(entry)
    return entry
  }
}
