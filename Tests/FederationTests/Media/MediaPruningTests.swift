import Foundation
import Model
import Signatures
import Storage
import TestSupport
import Testing

@testable import Federation

@Suite("Letting go of copies")
struct MediaPruningTests {
  private let node: TestNode
  private let start: Date

  init() async throws {
    node = try await TestNode.make()
    start = node.clock.now
  }

  /// Copies of a format, each looked at a day later than the one before.
  private func keep(_ format: MediaFormat, _ count: Int, named name: String) async throws {
    let time = start
    try await node.database.write { tx in
      for number in 0..<count {
        let bytes = Array("\(name) \(number)".utf8)
        let digest = try #require(Digest(BodyDigest(of: bytes).sha256))
        try tx.mediaFiles.note(digest, bytes: 10_000, at: time)
        try tx.cachedMedia.insert(
          MediaDescription(format: format, file: digest, bytes: 10_000),
          from: "https://far.example/\(name)/\(number)",
          host: "far.example",
          bytes: 10_000,
          at: time.addingTimeInterval(Double(number) * 86_400)
        )
      }
    }
  }

  private func shares() async throws -> [MediaKind: Int] {
    let shares = try await node.database.read { try $0.cachedMedia.shares() }
    return Dictionary(uniqueKeysWithValues: shares.map { ($0.kind, $0.files) })
  }

  private func prune(
    _ rules: MediaPruning.Rules,
    patience: Int = 0,
    pause: @escaping @Sendable () async throws -> Void = {}
  ) async throws -> MediaPruning.Outcome {
    try await MediaPruning(services: node.services, pause: pause)
      .run(rules, sweepingBefore: node.clock.now, patience: patience)
  }

  @Test("Each kind has its time, and an avatar is no picture")
  func times() async throws {
    try await keep(.mp4, 5, named: "film")
    try await keep(.png, 5, named: "picture")
    let alice = try await node.member("alice")
    try await node.database.write { tx in
      for number in 0..<2 {
        let url = "https://far.example/picture/\(number)"
        let place: ActorPictures.Place = number == 0 ? .icon : .image
        try tx.actorPictures.set(Model.Attachment(url: url), at: place, of: alice.id)
      }
    }
    #expect(try await shares() == [.video: 5, .picture: 3, .avatar: 2])
    node.clock.advance(by: 10 * 86_400)

    // Three of the films were looked at more than seven days ago; of the pictures four more than six
    // and a half, by two of which somebody shows itself.
    let outcome = try await prune(.init(times: [.video: 7 * 86_400, .picture: 6.5 * 86_400]))

    #expect(outcome.copies == 3 + 2)
    #expect(outcome.files == 5)
    #expect(try await shares() == [.video: 2, .picture: 1, .avatar: 2])
  }

  @Test("More than a step goes in steps, the oldest first, until the rest fits")
  func steps() async throws {
    try await keep(.mp3, 250, named: "sound")
    node.clock.advance(by: 1_000 * 86_400)

    let outcome = try await prune(.init(budget: 100_000))

    #expect(outcome.copies == 240)
    #expect(outcome.files == 240)
    let (oldest, newest) = try await node.database.read { tx in
      (
        try tx.cachedMedia.find(url: "https://far.example/sound/239"),
        try tx.cachedMedia.find(url: "https://far.example/sound/240")
      )
    }
    #expect(oldest == nil && newest != nil)
  }

  @Test("Nothing goes while activities wait; it goes on when they are done, or gives up")
  func load() async throws {
    try await keep(.pdf, 3, named: "paper")
    let alice = try await node.member("alice")
    let now = node.clock.now
    try await node.database.write { tx in
      for number in 0...MediaPruning.mostActivities {
        let uri = "https://far.example/activities/\(number)"
        let proof = try OriginProof(of: uri, vouchedBy: uri)
        _ = try tx.inbox.insert("Create", body: [], from: alice.id, proof: proof, at: now)
      }
    }
    node.clock.advance(by: 86_400 * 9)
    let rules = MediaPruning.Rules(budget: 0)
    let pauses = Mutable(0)

    let busy = try await prune(rules, patience: 3) { pauses.value += 1 }

    #expect(busy == .init(copies: 0, files: 0, isInterrupted: true))
    #expect(pauses.value == 3)
    let database = node.database
    let quiet = try await prune(rules, patience: 3) {
      try await database.write { try $0.inbox.end(1, .done, outcome: nil) }
    }
    #expect(quiet == .init(copies: 3, files: 3, isInterrupted: false))
  }
}
