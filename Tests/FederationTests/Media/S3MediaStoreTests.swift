import Foundation
import Model
import NIOHTTP1
import Signatures
import Synchronization
import Testing

@testable import Federation

/// The object store as a far side that keeps what it is given; its answers are those of S3's API.
@Suite("Object store") struct S3MediaStoreTests {
  private static let bytes = Array("un four à bois".utf8)

  @Test("What is put can be read in parts, and is gone when it was removed")
  func roundTrip() async throws {
    let digest = try #require(Digest(BodyDigest(of: Self.bytes).sha256))
    let kept = Bucket()
    try await FarSide.serving { question in
      Self.answer(question, kept: kept)
    } _: { side in
      let store = try Self.store(at: side.port)

      try await store.put(Self.bytes, as: digest)
      let part = try await store.read(digest, 3..<7)
      try await store.remove(digest)

      #expect(part == Array("four".utf8))
      await #expect(throws: Refusal.absent) { try await store.read(digest, 0..<2) }
      let name = digest.bytes.hexadecimal
      #expect(
        Set(side.questions.map(\.target)) == [
          "/fournil/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
        ]
      )
    }
  }

  @Test("Each request says who asks, when, and what the body is")
  func signature() async throws {
    let digest = try #require(Digest(BodyDigest(of: Self.bytes).sha256))
    let kept = Bucket()
    try await FarSide.serving { question in
      Self.answer(question, kept: kept)
    } _: { side in
      try await Self.store(at: side.port).put(Self.bytes, as: digest)

      let headers = try #require(side.questions.first?.headers)
      #expect(headers["x-amz-content-sha256"] == [digest.bytes.hexadecimal])
      #expect(headers["x-amz-date"] == ["20130524T000000Z"])
      let authorization = try #require(headers["authorization"].first)
      #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=NODE/20130524/us-east-1/s3/"))
      #expect(authorization.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,"))
    }
  }

  @Test(
    "A store that fails or is not there is unreachable, and nothing worse, which is told at once",
    .timeLimit(.minutes(1)),
    arguments: [403, 500]
  )
  func failure(_ status: Int) async throws {
    let digest = try #require(Digest(BodyDigest(of: Self.bytes).sha256))
    let port = try await FarSide.serving(answering: .whole(status)) { side in
      let store = try Self.store(at: side.port)
      await Self.expectUnreachable { try await store.put(Self.bytes, as: digest) }
      await Self.expectUnreachable { _ = try await store.read(digest, 0..<2) }
      await Self.expectUnreachable { try await store.remove(digest) }
      return side.port
    }

    let store = try Self.store(at: port)
    await Self.expectUnreachable { try await store.put(Self.bytes, as: digest) }
  }

  @Test("An answer longer than what was asked for is not taken")
  func tooMuch() async throws {
    let digest = try #require(Digest(BodyDigest(of: Self.bytes).sha256))
    let much = String(repeating: "a", count: 100_000)
    try await FarSide.serving(answering: .whole(206, body: much)) { side in
      let store = try Self.store(at: side.port)
      await Self.expectUnreachable { _ = try await store.read(digest, 0..<2) }
    }
  }

  // MARK: Parts

  /// What the far side keeps, by path.
  private final class Bucket: Sendable {
    let files = Mutex<[String: [UInt8]]>([:])
  }

  private static func expectUnreachable(_ body: @Sendable () async throws -> Void) async {
    let refusal = await #expect(throws: Refusal.self) { try await body() }
    guard case .unreachable = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
  }

  private static func store(at port: Int) throws -> S3MediaStore {
    try S3MediaStore(
      S3MediaStore.Settings(
        endpoint: "http://127.0.0.1:\(port)",
        bucket: "fournil",
        signature: AWSSignature(accessKey: "NODE", secretKey: "secret", region: "us-east-1")
      )
    ) { Date(timeIntervalSince1970: 1_369_353_600) }
  }

  private static func answer(
    _ question: FarSide.Question,
    kept: Bucket
  ) -> FarSide.Reply {
    kept.files.withLock { kept in
      switch question.method {
      case "PUT":
        kept[question.target] = question.body
        return .whole(200)
      case "DELETE":
        kept[question.target] = nil
        return .whole(204)
      default:
        guard let bytes = kept[question.target] else { return .whole(404) }
        let ends = question.headers["range"].first?.dropFirst("bytes=".count).split(separator: "-")
          .compactMap { Int($0) }
        guard let ends, ends.count == 2 else { return .whole(200) }
        return .whole(206, body: String(decoding: bytes[ends[0]...ends[1]], as: UTF8.self))
      }
    }
  }
}
