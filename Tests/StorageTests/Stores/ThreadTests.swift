import Model
import Testing

@testable import Storage

/// Threads are read a level at a time, and are what they are when each post is asked for its answers.
@Suite("Threads")
struct ThreadTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID

  init() throws {
    let scene = try Scene()
    (ada, bob) = try scene { tx in (try tx.member("ada"), try tx.stranger("bob")) }
    self.scene = scene
  }

  /// Posts that answer each other, by their numbers.
  private func write(_ parents: [Int64: Int64], _ tx: Transaction) throws {
    for (number, parent) in parents.sorted(by: { $0.key < $1.key }) {
      // What Bob writes for his followers Ada cannot read.
      let isHidden = number % 11 == 0
      var post = Post.sample(
        number,
        by: isHidden ? bob : ada,
        for: isHidden ? .followers : .public,
        host: isHidden ? "far.example" : "home.example"
      )
      post.thread.inReplyTo = uri(of: parent)
      if isHidden {
        try tx.receive(post)
      } else {
        try tx.posts.insertLocal(post, addressees: [])
      }
    }
  }

  private func uri(_ host: String, _ number: Int64) -> String { "https://\(host)/posts/\(number)" }

  private func uri(of number: Int64) -> String {
    uri(number % 11 == 0 ? "far.example" : "home.example", number)
  }

  /// The same by asking one post after another.
  private func oneByOne(below post: Post, limit: Int, _ tx: Transaction) throws -> [Int64] {
    func answers(_ uri: String, _ room: Int) throws -> [ReadablePost] {
      try tx.posts.replies(to: uri, by: .member(ada), Page(limit: max(room, 1)))
    }
    var found: [ReadablePost] = []
    var seen: Set<String> = [post.uri]
    var waiting = try answers(post.uri, limit)
    while let next = waiting.popLast(), found.count < limit {
      guard seen.insert(next.post.uri).inserted else { continue }
      found.append(next)
      waiting += try answers(next.post.uri, limit - found.count)
    }
    return found.map(\.post.id.rawValue)
  }

  @Test("answers stand below what they answer, whatever the shape of the thread and the room")
  func shapes() throws {
    try scene { tx throws in
      let root = try tx.write(1, by: ada)
      // Wide and deep: every post has up to three answers, and there is a long chain.
      var parents: [Int64: Int64] = [:]
      for number in Int64(2)...90 { parents[number] = 1 + (number - 2) / 3 }
      for number in Int64(91)...130 { parents[number] = number - 1 }
      try write(parents, tx)

      for limit in [1, 2, 7, 40, 60, 512] {
        let found = try tx.posts.descendants(of: root, for: .member(ada), limit: limit)
        let numbers = found.map(\.post.id.rawValue)
        #expect(numbers == (try oneByOne(below: root, limit: limit, tx)), "\(limit)")
        #expect(found.count <= limit && !numbers.contains { $0 % 11 == 0 })
      }
    }
  }

  @Test("of more answers than fit, those are shown that one sees asking for them alone")
  func crowds() throws {
    try scene { tx throws in
      let root = try tx.write(1, by: ada)
      var parents: [Int64: Int64] = [:]
      for number in Int64(2)...260 { parents[number] = 1 }
      for number in Int64(261)...270 { parents[number] = 230 }
      try write(parents, tx)

      for limit in [10, 60, 512] {
        let found = try tx.posts.descendants(of: root, for: .member(ada), limit: limit)
        #expect(
          found.map(\.post.id.rawValue) == (try oneByOne(below: root, limit: limit, tx)),
          "\(limit)"
        )
      }
    }
  }

  @Test("what a post answers is shown up to what cannot be read, and a circle has an end")
  func above() throws {
    try scene { tx throws in
      // 1 answers 9: a circle.
      var parents: [Int64: Int64] = [1: 9]
      for number in Int64(2)...9 { parents[number] = number - 1 }
      for number in Int64(11)...14 { parents[number] = number - 1 }
      try write(parents, tx)
      func above(_ number: Int64, limit: Int = 512) throws -> [Int64] {
        let post = try #require(try tx.posts.find(PostID(rawValue: number)))
        return try tx.posts.ancestors(of: post, for: .member(ada), limit: limit)
          .map(\.post.id.rawValue)
      }

      #expect(try above(4, limit: 2) == [3, 2])
      #expect(try above(4) == [3, 2, 1, 9, 8, 7, 6, 5])
      #expect(try above(14) == [13, 12])
      #expect(try above(11).isEmpty)
    }
  }

  @Test("no further ahead is read than there is room")
  func reach() throws {
    let (ada, scene) = (ada, scene)
    let root = try scene { tx in
      let root = try tx.write(1, by: ada)
      var parents: [Int64: Int64] = [:]
      for number in Int64(2)...101 { parents[number] = 1 }
      for number in Int64(102)...201 { parents[number] = number - 100 }
      try write(parents, tx)
      return root
    }
    try scene.queue.read { db in
      var most = 0
      db.trace(options: .statement) { event in
        for text in event.expandedDescription.split(separator: "'") where text.hasPrefix("[") {
          most = max(most, text.split(separator: ",").count)
        }
      }
      _ = try Transaction(db: db).posts.descendants(of: root, for: .member(ada), limit: 10)
      db.trace(options: [])
      #expect((2...30).contains(most), "\(most)")
    }
  }

  @Test("a thread of forty answers costs a few statements")
  func cost() throws {
    let (ada, scene) = (ada, scene)
    let root = try scene { tx in
      let root = try tx.write(1, by: ada)
      var parents: [Int64: Int64] = [:]
      for number in Int64(2)...41 { parents[number] = number < 30 ? 1 : number - 20 }
      try write(parents, tx)
      return root
    }
    try scene.queue.read { db in
      var count = 0
      db.trace(options: .statement) { _ in count += 1 }
      _ = try Transaction(db: db).posts.descendants(of: root, for: .member(ada), limit: 512)
      db.trace(options: [])
      #expect(count <= 9, "\(count)")
    }
  }
}
