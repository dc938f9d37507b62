import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Every file in `Protocol/examples/talents` is what this node reads and writes.
@Suite("Examples of talents") struct TalentExamplesTests {
  private static let now = Date(milliseconds: 1_795_430_000_000)
  private static let place = TalentBucket.Place(
    origin: "https://atelier.example",
    scope: .everyone
  )

  static var messages: [String] {
    get throws {
      try ProtocolFiles.names(in: "examples/talents").filter { $0.hasPrefix("sync-") }
    }
  }

  private func bucket() throws -> (TalentBucket, JSONObject) {
    let document = try required(ProtocolFiles.json("examples/talents/bucket.json").object)
    let key = try ProtocolFiles.json("examples/territory/charter.json").list("founders")
      .map { try NodeRecord(json: $0) }.first { $0.host == "atelier.example" }
    let bucket = try TalentBucket(
      document,
      of: Self.place,
      signedBy: try required(key).key,
      at: Self.now
    )
    return (bucket, document)
  }

  @Test("The bucket is read, its proof holds, and it is written again as it was")
  func reading() throws {
    let (bucket, document) = try bucket()

    #expect(bucket.entries.first?.skills.count == 2)
    #expect(bucket.withdrawals.count == 1)
    let written = bucket.document(of: Self.place)
    #expect(JSON.object(written).inOrder == JSON.object(document.removing("proof")).inOrder)
  }

  @Test("A message is read and written again as it was", arguments: try messages)
  func message(name: String) throws {
    let json = try ProtocolFiles.json("examples/talents/\(name)")

    #expect(JSON.object(try TalentMessage(json).document).inOrder == json.inOrder)
  }

  @Test("The roots are those of the buckets")
  func roots() throws {
    let (_, document) = try bucket()
    let head = TalentDirectoryStore.Head(
      index: 10,
      version: 1,
      digest: try Digest(of: document),
      proof: ""
    )
    let request = try ProtocolFiles.json("examples/talents/sync-1-request.json")

    #expect(request["offered"]?.string == [head].root.text)
    #expect(request["held"]?.string == [TalentDirectoryStore.Head]().root.text)
  }
}
