import Foundation
import Model
import Node
import Storage

/// Searching 100,000 posts of forty words each, and what their index costs to write.
struct SearchMeasure {
  let place: URL

  private static let posts = 100_000
  private static let wordsOfAPost = 40
  private static let vocabulary = 20_000
  private static let reads = 500

  func run(_ table: inout ResultTable) async throws {
    let home = try await BenchmarkHome(place: place, name: "search", port: 18496).make()
    try await home.open { node in
      let author = try SenderKind.ed25519.sender(host: "writer.test")
      let authorID = try await author.save(in: node.database)
      let reader = try await node.accounts.add(Accounts.Applicant(name: try LocalName("reader")))
      let start = ContinuousClock.now
      try await write(by: authorID, in: node)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      table.add(
        "posts written with their index, in groups of 1000",
        Double(Self.posts) / seconds,
        "/s"
      )
      for (name, query) in [
        ("a rare word", "mot19000"), ("a word of every third post", "mot3"),
        ("two words", "mot40 mot170"), ("the beginning of a word", "mot19"),
        ("a word that nobody wrote", "jamais"),
      ] {
        try await measure(name, query, node, reader, &table)
      }
    }
  }

  /// Few words are in every other post and most in a handful, as in any language.
  private func write(by author: ActorID, in node: OpenNode) async throws {
    let now = node.services.now()
    for start in stride(from: 0, to: Self.posts, by: 1000) {
      try await node.database.write { tx in
        var random = UInt64(start + 1)
        for number in start..<(start + 1000) {
          let words = (0..<Self.wordsOfAPost).map { _ in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let share = Double(random >> 11) / Double(1 << 53)
            return "mot\(Int(Double(Self.vocabulary) * share * share * share))"
          }
          let uri = "https://writer.test/posts/\(number)"
          let post = Post(
            id: PostID(rawValue: Int64(number + 1)),
            uri: uri,
            authorID: author,
            isLocal: false,
            audience: .public,
            body: PostBody(
              html: "<p>L’été, \(words.joined(separator: " "))</p>",
              searchConsent: .everyone
            ),
            publishedAt: now
          )
          _ = try tx.posts.insertRemote(
            post,
            addressees: [],
            proof: try OriginProof(of: uri, vouchedBy: uri)
          )
        }
      }
    }
  }

  private func measure(
    _ name: String,
    _ text: String,
    _ node: OpenNode,
    _ reader: Member,
    _ table: inout ResultTable
  ) async throws {
    let query = try SearchStore.Query(text)
    var times: [Double] = []
    for _ in 0..<Self.reads {
      let start = ContinuousClock.now
      _ = try await node.database.read {
        try $0.search.posts(query, for: .member(reader.actorID), Page())
      }
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    times.sort()
    table.add("search, 100,000 posts, \(name), p50", times[times.count / 2], "ms")
    table.add("search, 100,000 posts, \(name), p99", times[times.count * 99 / 100], "ms")
  }
}
