import Testing

@testable import Model

@Suite("Permission")
struct PermissionTests {
  static let author = ActorID(rawValue: 1)
  static let reader = ActorID(rawValue: 2)
  static let territory = "zQmOne"

  /// Those who may ask, from nearest to farthest.
  enum Asker: String, CaseIterable, Sendable {
    case author, remoteAuthor, member, remoteInTerritory, remote, anyone

    var reader: Reader {
      switch self {
      case .author: .member(PermissionTests.author)
      case .remoteAuthor: .remote(PermissionTests.author, territories: [])
      case .member: .member(PermissionTests.reader)
      case .remoteInTerritory:
        .remote(PermissionTests.reader, territories: [PermissionTests.territory])
      case .remote: .remote(PermissionTests.reader, territories: [])
      case .anyone: .anyone
      }
    }
  }

  /// What ties the reader to the post.
  enum Tie: CaseIterable, Sendable { case none, follower, addressee }

  /// Who may read without being blocked: the whole table, written out.
  private static func mayRead(_ asker: Asker, _ audience: Audience, _ tie: Tie) -> Bool {
    switch (asker, audience, tie) {
    case (.author, _, _), (.remoteAuthor, _, _): true
    case (_, .public, _): true
    case (.member, .node, _): true
    case (_, .node, _): false
    case (.member, .territory, _), (.remoteInTerritory, .territory, _): true
    case (_, .territory, _): false
    case (_, .followers, .follower), (_, .followers, .addressee): true
    case (_, .followers, .none): false
    case (_, .direct, .addressee): true
    case (_, .direct, _): false
    }
  }

  private func facts(_ audience: Audience, _ tie: Tie) -> ReadingFacts {
    ReadingFacts(
      audience: audience,
      authorID: Self.author,
      isReaderFollower: tie == .follower,
      isReaderAddressed: tie == .addressee,
      territory: audience == .territory ? Self.territory : nil
    )
  }

  @Test("decides for every audience, reader and tie", arguments: Audience.allCases, Asker.allCases)
  func table(audience: Audience, asker: Asker) {
    for tie in Tie.allCases {
      let allowed = Permission.allows(asker.reader, toRead: facts(audience, tie))

      #expect(allowed == Self.mayRead(asker, audience, tie), "\(tie)")
    }
  }

  @Test("shows nothing at all to a reader whom the author has blocked", arguments: Asker.allCases)
  func blocked(asker: Asker) {
    for audience in Audience.allCases {
      for tie in Tie.allCases {
        var facts = facts(audience, tie)
        facts.isReaderBlocked = true

        let isAuthor = asker == .author || asker == .remoteAuthor
        #expect(Permission.allows(asker.reader, toRead: facts) == isAuthor)
      }
    }
  }

  @Test("shows nothing of a suspended author, not even to the author", arguments: Asker.allCases)
  func inactive(asker: Asker) {
    for audience in Audience.allCases {
      var facts = facts(audience, .addressee)
      facts.isAuthorActive = false

      #expect(!Permission.allows(asker.reader, toRead: facts))
      #expect(!Permission.allows(asker.reader, toAnnounce: facts))
    }
  }

  @Test("lets what is public be boosted, and inside a territory what is for it; not by the blocked")
  func announcing() {
    for (audience, asker) in Audience.allCases.flatMap({ audience in
      Asker.allCases.map { (audience, $0) }
    }) {
      var facts = facts(audience, .addressee)
      let isInside = [.author, .member, .remoteInTerritory].contains(asker)
      let expected = audience == .public || (audience == .territory && isInside)

      #expect(Permission.allows(asker.reader, toAnnounce: facts) == expected)
      facts.isReaderBlocked = true
      #expect(!Permission.allows(asker.reader, toAnnounce: facts))
    }
  }

  @Test("keeps what is for one territory from another, and from all when it is for none")
  func territories() {
    let elsewhere = Reader.remote(Self.reader, territories: ["zQmTwo"])
    let inside = Reader.remote(Self.reader, territories: ["zQmTwo", Self.territory])
    var facts = facts(.territory, .addressee)

    #expect(!Permission.allows(elsewhere, toRead: facts))
    #expect(!Permission.allows(elsewhere, toAnnounce: facts))
    #expect(Permission.allows(inside, toRead: facts))
    facts.territory = nil
    #expect(!Permission.allows(inside, toRead: facts))
    #expect(Permission.allows(.member(Self.reader), toRead: facts))
  }

  @Test(
    "keeps a reply inside the ring of what it answers, and never makes it wider than wished",
    arguments: [
      (Audience.public, [.node, .territory, .public, .followers, .direct]),
      (.territory, [.node, .territory, .territory, nil, .direct]),
      (.node, [.node, .node, .node, nil, .direct]),
      (.followers, [.node, nil, .followers, .followers, .direct]),
      (.direct, [nil, nil, nil, nil, .direct]),
    ] as [(Audience, [Audience?])]
  )
  func replies(parent: Audience, expected: [Audience?]) {
    let wishes: [Audience] = [.node, .territory, .public, .followers, .direct]

    let audiences = wishes.map { Permission.audience(ofReplyTo: parent, wished: $0) }

    #expect(audiences == expected)
  }

  @Test("knows who asks, if it is somebody")
  func actorID() {
    #expect(Reader.anyone.actorID == nil)
    #expect(Reader.member(Self.reader).actorID == Self.reader)
    #expect(Reader.remote(Self.reader, territories: []).actorID == Self.reader)
  }
}
