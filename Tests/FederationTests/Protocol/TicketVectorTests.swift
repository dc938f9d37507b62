import Foundation
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import Model

/// `Protocol/vectors/territory/tickets.json` and `words.json`.
@Suite struct TicketVectorTests {
  @Test func `A ticket of the vectors is read with all its fields`() throws {
    for vector in try ProtocolFiles.vectors("tickets").list("tickets") {
      let ticket = try InvitationTicket(vector.text("text"))
      let fields = try Fields(vector)

      #expect(Array(ticket.origin.utf8) == fields.one(1))
      #expect(ticket.key == fields.one(2))
      #expect(ticket.pins == fields.all(3))
      #expect(ticket.addresses.map { Array($0.utf8) } == fields.all(4))
      #expect(ticket.id == fields.one(5))
      #expect(ticket.secret == fields.one(6))
      let expiry = fields.one(7)?.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      #expect(ticket.expiresAt == Date(timeIntervalSince1970: Double(expiry ?? 0)))
      #expect([ticket.scopes.mask] == fields.one(8))
      #expect(ticket.territory?.bytes == fields.one(9))
      #expect(ticket.name.map { Array($0.utf8) } == fields.one(10))
      #expect(try ticket.link.hasPrefix(vector.text("link").prefix { $0 != "#" }))
    }
  }

  @Test func `A ticket is written as in the vectors, but for what is unknown`() throws {
    for vector in try ProtocolFiles.vectors("tickets").list("tickets") {
      let ticket = try InvitationTicket(vector.text("text"))
      let hasForeign = try Fields(vector).types.contains { $0 > 10 }

      #expect(try (ticket.text == vector.text("text")) == !hasForeign)
      #expect(try (ticket.link == vector.text("link")) == !hasForeign)
      #expect(try InvitationTicket(ticket.link) == ticket)
    }
  }

  @Test func `A ticket is read in upper case, with spaces and as a link`() throws {
    let vector = try required(ProtocolFiles.vectors("tickets").list("tickets").first, "a ticket")
    let ticket = try InvitationTicket(vector.text("text"))

    #expect(try InvitationTicket(vector.text("text").uppercased()) == ticket)
    #expect(try InvitationTicket(" \n" + vector.text("text") + "\t") == ticket)
    #expect(try InvitationTicket(vector.text("link")) == ticket)
  }

  @Test func `What is refused in the vectors is refused`() throws {
    for vector in try ProtocolFiles.vectors("tickets").list("refused") {
      let name = try vector.text("name")
      #expect(throws: InvitationTicket.Failure.self, "\(name)") {
        try InvitationTicket(vector.text("text"))
      }
    }
  }

  @Test func `The proof of a ticket is that of the vectors`() throws {
    for vector in try ProtocolFiles.vectors("tickets").list("proofs") {
      let id = try required(ProtocolFiles.hex(vector.text("id")), "id")
      let secret = try required(ProtocolFiles.hex(vector.text("secret")), "secret")
      let record = try NodeRecord(json: vector["record"])
      let message = PeeringOffer.ticketMessage(
        id: id,
        sponsor: try vector.text("sponsor"),
        record: record.digest
      )
      let proof = SharedSecret.proof(secret, over: message)

      #expect(try record.digest == vector.digest("recordDigest"))
      #expect(try String(decoding: message, as: UTF8.self) == vector.text("input"))
      #expect(try Base64URL.encode(proof) == vector.text("proof"))
      #expect(SharedSecret.isValid(proof, secret, over: message))
      #expect(!SharedSecret.isValid(proof, secret, over: message + [0]))
    }
  }

  @Test func `The words of two keys are those of the vectors, whoever asks`() throws {
    for vector in try ProtocolFiles.vectors("words").list("vectors") {
      let keys = try vector.list("keys").compactMap(\.string)
      let prints = keys.map { key in
        BodyDigest(of: key.utf8).sha256.map {
          String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        .joined()
      }
      let words = VerificationWords(hash: try KeyComparison.hash(keys[0], keys[1]))
      let mirrored = VerificationWords(hash: try KeyComparison.hash(keys[1], keys[0]))

      #expect(try vector.list("fingerprints").compactMap(\.string) == prints.sorted())
      #expect(try vector.list("words").compactMap(\.string) == words.words)
      #expect(words == mirrored)
    }
  }

  @Test func `The list of words is the one that the node has`() throws {
    let text = String(
      decoding: try ProtocolFiles.bytes("vectors/territory/words.txt"),
      as: UTF8.self
    )

    #expect(text.split(separator: "\n").map(String.init) == VerificationWordList.words)
  }

  /// The fields of a vector, by type.
  private struct Fields {
    let types: [Int]
    private let values: [[UInt8]]

    init(_ vector: JSON) throws {
      let pairs = try vector.list("fields").map { try required($0.array, "a pair") }
      types = pairs.compactMap(\.first?.int)
      values = pairs.compactMap { $0.last?.string.flatMap(ProtocolFiles.hex) }
    }

    func all(_ type: Int) -> [[UInt8]] {
      zip(types, values).filter { $0.0 == type }.map(\.1)
    }

    func one(_ type: Int) -> [UInt8]? { all(type).first }
  }
}
