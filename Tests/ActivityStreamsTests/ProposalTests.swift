import StrictJSON
import Testing

@testable import ActivityStreams

/// What needs and offers of others may look like.
@Suite struct ProposalTests {
  private func need() throws -> JSON { try Samples.json("objects/need") }

  private func reads(_ json: JSON) -> Bool { (try? AS.Note(json: json)) != nil }

  @Test func `Mitra’s proposal is read with both sides`() throws {
    let note = try AS.Note(json: Samples.json("objects/proposal-mitra"))

    let proposal = try #require(note.proposal)
    #expect(proposal.purpose == .offer && proposal.unitBased == true)
    #expect(proposal.publishes.quantity == AS.Quantity("1", "second"))
    #expect(proposal.reciprocal?.resource?.hasPrefix("caip:19:monero:") == true)
  }

  @Test func `A note without a purpose is a note`() throws {
    #expect(try AS.Note(json: need().with("purpose", nil)).proposal == nil)
    #expect(try AS.Note(json: need().with("publishes", nil)).proposal == nil)
  }

  @Test func `A proposal without a purpose is refused`() throws {
    let json = try Samples.json("objects/proposal-mitra")

    #expect(reads(json))
    #expect(!reads(json.with("purpose", nil)))
    #expect(!reads(json.with("publishes", nil)))
  }

  @Test(
    "What does not fit refuses the post",
    arguments: [
      ("purpose", "gift"), ("publishes", "https://atelier.example/posts/1070#primary"),
      ("publishes", ["type": "Intent"]), ("unitBased", "yes"), ("endTime", "soon"),
      ("maillage:status", "perhaps"), ("maillage:call", "yes"),
      ("maillage:skills", [["id": "urn:rome:ogr:1", "level": 5]]),
      ("maillage:skills", .array(Array(repeating: ["id": "urn:rome:ogr:1"], count: 13))),
    ] as [(String, JSON)]
  )
  func refusing(name: String, value: JSON) throws {
    #expect(!reads(try need().with(name, value)))
  }

  @Test(
    "An amount is a plain number, and not nothing",
    arguments: ["0", "-1", "1e9", "0.0001", "1,5", "9999999999999999", " 1", "0.000"]
  )
  func amounts(text: String) {
    #expect(
      (try? AS.Quantity(json: ["hasUnit": "hour", "hasNumericalValue": .string(text)])) == nil
    )
  }

  @Test func `A number will do for a text`() throws {
    let quantity = try AS.Quantity(json: ["hasUnit": "one", "hasNumericalValue": .integer(3)])

    #expect(quantity == AS.Quantity("3", "one"))
    #expect(throws: AS.Malformed.self) {
      try AS.Quantity(json: ["hasUnit": "one", "hasNumericalValue": .number("1e3")])
    }
  }

  @Test func `A place that cannot be read is none`() throws {
    let note = try AS.Note(json: need().with("location", .integer(4)))

    #expect(note.proposal != nil && note.proposal?.location == nil)
  }

  @Test func `A radius is read in its unit`() throws {
    let place: JSON = ["type": "Place", "name": "x", "radius": .integer(500)]

    #expect(try AS.ProposalPlace(json: place).kilometres == 0.5)
    let feet = place.with("units", "km")
    #expect(try AS.ProposalPlace(json: feet).kilometres == 500)
  }
}
