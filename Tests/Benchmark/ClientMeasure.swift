import Foundation
import Model
import Node
import Signatures
import Storage

/// What members' apps cost: a home timeline of 20 whole posts with 100,000 posts in the node, beside
/// the empty handler; and 1,000 open streams that a post has to reach.
struct ClientMeasure {
  let program: URL
  let place: URL

  private static let posts = 100_000
  private static let authors = 50
  private static let members = 16
  private static let connections = 8
  private static let port = 18497

  func run(_ table: inout ResultTable) async throws {
    let home = try await BenchmarkHome(place: place, name: "clients", port: Self.port) {
      $0.limitsClientRequests = 10_000_000
    }.make()
    let tokens = try await home.open { node in
      let readers = try await addReaders(to: node)
      try await write(in: node, for: readers)
      return try await self.tokens(of: readers, on: node)
    }
    let (server, _) = try await home.serve(program)
    defer { server.stop() }
    try measureTimeline(tokens, server, &table)
    try await StreamMeasure(port: Self.port, tokens: tokens, server: server).run(&table)
  }

  // MARK: What is read

  private func addReaders(to node: OpenNode) async throws -> [Member] {
    var readers: [Member] = []
    for number in 0..<Self.members {
      let name = try LocalName("reader\(number)")
      readers.append(try await node.accounts.add(Accounts.Applicant(name: name)))
    }
    return readers
  }

  /// Posts of some 600 letters by fifty people whom all follow; every third has a picture, a
  /// hashtag, an answer or a like.
  private func write(in node: OpenNode, for readers: [Member]) async throws {
    var authors: [ActorID] = []
    for number in 0..<Self.authors {
      let sender = try SenderKind.ed25519.sender(host: "writer\(number).test")
      authors.append(try await sender.save(in: node.database))
    }
    let (writers, now) = (authors, node.services.now())
    try await node.database.write { tx in
      for (index, writer) in writers.enumerated() {
        for reader in readers {
          let uri = "https://bench.test/f/\(index)/\(reader.actorID.rawValue)"
          let follow = Follow(
            uri: uri,
            followerID: reader.actorID,
            followeeID: writer,
            state: .pending,
            createdAt: now
          )
          try tx.follows.save(follow)
          try tx.follows.accept(follower: reader.actorID, followee: writer)
        }
      }
    }
    for start in stride(from: 0, to: Self.posts, by: 1000) {
      try await node.database.write { tx in
        for number in start..<(start + 1000) {
          let writer = number % writers.count
          try Self.write(number, by: writers[writer], on: "writer\(writer).test", at: now, in: tx)
        }
      }
    }
  }

  private static func write(
    _ number: Int,
    by writer: ActorID,
    on host: String,
    at now: Date,
    in tx: Transaction
  ) throws {
    let uri = "https://\(host)/posts/\(number)"
    let sentence = "Billet \(number) du quartier, avec ce qu’il faut de mots pour être lu. "
    var body = PostBody(
      html: "<p>" + String(repeating: sentence, count: 8) + "</p>",
      language: "fr"
    )
    if number % 3 == 0 {
      body.attachments = [
        Attachment(
          url: "https://\(host)/m/\(number).jpg",
          mediaType: "image/jpeg",
          name: "Une image du quartier",
          width: 1200,
          height: 800,
          blurhash: "L~LayPsXfQsX|mn~fQn~sSjsfQjs"
        )
      ]
      body.hashtags = ["quartier", "billet\(number % 100)"]
    }
    let post = Post(
      id: PostID(rawValue: Int64(number + 1)),
      uri: uri,
      authorID: writer,
      isLocal: false,
      audience: .public,
      body: body,
      publishedAt: now
    )
    let proof = try OriginProof(of: uri, vouchedBy: uri)
    _ = try tx.posts.insertRemote(post, addressees: [], proof: proof)
    try tx.timelines.add(post.id, by: writer)
    if number % 5 == 0 {
      let like = "\(uri)/like"
      try tx.reactions.add(.like, uri: like, by: writer, to: post.id, at: now)
    }
  }

  private func tokens(of readers: [Member], on node: OpenNode) async throws -> [String] {
    let now = node.services.now()
    return try await node.database.write { tx in
      let application = try tx.clients.insert(
        ClientApplication(
          id: 0,
          clientID: "benchmark",
          name: "benchmark",
          redirectURIs: [ClientApplication.outOfBand],
          scopes: try OAuthScopes("read write"),
          createdAt: now
        ),
        secretDigest: [0]
      )
      return try readers.map { reader in
        let token = "token\(reader.actorID.rawValue)"
        let grant = TokenGrant(
          id: 0,
          applicationID: application.id,
          member: reader.actorID,
          scopes: application.scopes,
          createdAt: now
        )
        let digest = BodyDigest(of: token.utf8).sha256
        _ = try tx.clients.insert(grant, digest: digest)
        // The same word opens a browser's session.
        _ = try tx.webSessions.insert(digest: digest, of: reader.actorID, userAgent: "", at: now)
        return token
      }
    }
  }

  // MARK: Reading

  private func measureTimeline(
    _ tokens: [String],
    _ server: ChildProcess,
    _ table: inout ResultTable
  ) throws {
    // All members, and of each the first page as often as all later ones: apps ask for it most.
    let requests = (0..<400).map { number in
      let page = number % 2 == 0 ? "" : "&max_id=\(Self.posts - number * 40)"
      return request("GET", "timelines/home?limit=20\(page)", tokens[number % tokens.count])
    }
    try measureTimeline(requests, "20 posts, 8 connections", server, &table)
    // Likes, given and taken back, of what all first pages show: all of them are made anew.
    let likes = requests.enumerated().map { number, page in
      guard number % 100 == 99 else { return page }
      let deed = number % 200 == 99 ? "favourite" : "unfavourite"
      let post = Self.posts - number / 200
      return request("POST", "statuses/\(post)/\(deed)", tokens[number / 200])
    }
    try measureTimeline(likes, "one request in a hundred a like", server, &table)
    let unlike = (0..<20_000).map { number in
      request("GET", "timelines/home?limit=20&again=\(number)", tokens[number % tokens.count])
    }
    try measureTimeline(unlike, "each page made anew", server, &table)
    try measurePages(tokens, server, &table)
    let empty = try emptyHandler()
    table.add("limit: empty handler, 8 connections", empty.perSecond, "/s")
    table.add("limit: empty handler, 8 connections, p99", empty.hundredth, "ms")
  }

  /// The node's own pages, each made anew for who is signed in.
  private func measurePages(
    _ tokens: [String],
    _ server: ChildProcess,
    _ table: inout ResultTable
  ) throws {
    for path in ["home", "organisation", "posts/\(Self.posts)", "talents"] {
      let requests = tokens.map { token in
        Array(
          """
          GET /\(path) HTTP/1.1\r
          Host: bench.test:\(Self.port)\r
          Accept: text/html\r
          Cookie: __Host-maillage=\(token)\r
          \r

          """.utf8
        )
      }
      let load = try Load(port: Self.port, requests: requests, in: place)
      _ = try load.run(seconds: 1, connections: Self.connections)
      // One at a time tells what the server needs for a page; eight, how they wait for each other.
      for connections in [1, Self.connections] {
        let result = try load.run(seconds: 4, connections: connections)
        precondition(result.isClean, "a page was refused")
        let name = "page /\(path.prefix { $0 != "/" }), \(connections) at once"
        table.add(name, result.perSecond, "/s")
        table.add("\(name), p50", result.median, "ms")
        table.add("\(name), p99", result.hundredth, "ms")
      }
    }
  }

  private func request(_ method: String, _ path: String, _ token: String) -> [UInt8] {
    let head = """
      \(method) /api/v1/\(path) HTTP/1.1\r
      Host: bench.test:\(Self.port)\r
      Authorization: Bearer \(token)\r
      \(method == "POST" ? "Content-Length: 0\r\n" : "")\r

      """
    return Array(head.utf8)
  }

  private func measureTimeline(
    _ requests: [[UInt8]],
    _ name: String,
    _ server: ChildProcess,
    _ table: inout ResultTable
  ) throws {
    let load = try Load(port: Self.port, requests: requests, in: place)
    _ = try load.run(seconds: 2, connections: Self.connections)
    let before = server.processor
    let result = try load.run(seconds: 8, connections: Self.connections)
    let cost = (server.processor - before) / Double(max(result.requests, 1)) * 1_000_000
    precondition(result.isClean, "a page was refused")
    let name = "home timeline over the API, \(name)"
    table.add(name, result.perSecond, "/s")
    table.add("\(name), p50", result.median, "ms")
    table.add("\(name), p99", result.hundredth, "ms")
    table.add("\(name), CPU", cost, "µs")
  }

  private func emptyHandler() throws -> Load.Result {
    let server = try ChildProcess(
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      ["empty", "18491"]
    )
    defer { server.stop() }
    _ = server.firstLine()
    let request = Array("GET / HTTP/1.1\r\nHost: localhost:18491\r\n\r\n".utf8)
    let load = try Load(port: 18491, requests: [request], in: place)
    return try load.run(seconds: 4, connections: Self.connections)
  }
}
