import Foundation
import Model
import Node
import Storage

/// A page of 20 of a home timeline, with 100,000 posts in the node.
struct TimelineMeasure {
  let place: URL

  private static let posts = 100_000
  private static let reads = 2000

  func run(_ table: inout ResultTable) async throws {
    let home = try await BenchmarkHome(place: place, name: "timeline", port: 18495).make()
    try await home.open { node in
      let author = try SenderKind.ed25519.sender(host: "writer.test")
      let authorID = try await author.save(in: node.database)
      let reader = try await node.accounts.add(Accounts.Applicant(name: try LocalName("reader")))
      let now = node.services.now()
      try await node.database.write { tx in
        try tx.follows.save(
          Follow(
            uri: "https://bench.test/f",
            followerID: reader.actorID,
            followeeID: authorID,
            state: .pending,
            createdAt: now
          )
        )
        try tx.follows.accept(follower: reader.actorID, followee: authorID)
      }
      for start in stride(from: 0, to: Self.posts, by: 1000) {
        try await node.database.write { tx in
          for number in start..<(start + 1000) {
            let uri = "https://writer.test/posts/\(number)"
            let post = Post(
              id: PostID(rawValue: Int64(number + 1)),
              uri: uri,
              authorID: authorID,
              isLocal: false,
              audience: .public,
              body: PostBody(html: "<p>Billet \(number) du quartier.</p>"),
              publishedAt: now
            )
            _ = try tx.posts.insertRemote(
              post,
              addressees: [],
              proof: try OriginProof(of: uri, vouchedBy: uri)
            )
            try tx.timelines.add(post.id, by: authorID)
          }
        }
      }
      try await measure(node, reader, &table)
    }
  }

  private func measure(_ node: OpenNode, _ reader: Member, _ table: inout ResultTable) async throws
  {
    var times: [Double] = []
    for number in 0..<Self.reads {
      let before = Int64(Self.posts - (number * 37) % (Self.posts - 100))
      let start = ContinuousClock.now
      let page = try await node.database.read {
        try $0.timelines.home(of: reader.actorID, Page(before: before))
      }
      precondition(page.count == 20, "a page of the timeline is not full")
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    times.sort()
    table.add("home timeline, 100,000 posts, p50", times[times.count / 2], "ms")
    table.add("home timeline, 100,000 posts, p99", times[times.count * 99 / 100], "ms")
  }
}
