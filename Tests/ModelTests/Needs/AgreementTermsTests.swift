import Model
import Testing

/// How much somebody may name who answers a need or an offer (FEP-0837, Agreements).
@Suite struct AgreementTermsTests {
  private func amount(_ text: String) throws -> Amount { try #require(Amount(text)) }

  private func terms(
    _ primary: String,
    _ reciprocal: String? = nil,
    _ unit: QuantityUnit = .hour
  ) throws -> AgreementTerms {
    AgreementTerms(
      primary: .init(try amount(primary), unit),
      reciprocal: try reciprocal.map { .init(try amount($0), .one) }
    )
  }

  /// Two hours against 30 of something.
  private func need(_ isUnitBased: Bool?, isFree: Bool = false) throws -> Need {
    let two = isFree ? nil : try amount("2")
    var need = Need(
      .offer,
      title: "Tailler une haie",
      primary: .init(.deliverService, Quantity(two, .hour))
    )
    need.reciprocal = .init(.transfer, Quantity(try amount("30"), .one))
    need.isUnitBased = isUnitBased
    return need
  }

  @Test func `Without multiples amounts are equal`() throws {
    let need = try need(false)

    try terms("2", "30").require(by: need)
    try terms("2.000", "30").require(by: need)
    for (one, other) in [("4", "60"), ("2", "60"), ("1", "30"), ("2.001", "30")] {
      #expect(throws: Refusal.self) { try terms(one, other).require(by: need) }
    }
  }

  @Test func `With multiples amounts are multiples`() throws {
    let need = try need(true)

    for (one, other) in [("2", "30"), ("4", "60"), ("6", "90")] {
      try terms(one, other).require(by: need)
    }
    for (one, other) in [("3", "60"), ("1", "30"), ("2", "31"), ("2", "15")] {
      #expect(throws: Refusal.self) { try terms(one, other).require(by: need) }
    }
  }

  @Test func `Where nothing is said any amount will do`() throws {
    try terms("0.5", "1").require(by: try need(nil))
  }

  @Test func `Where no amount is said any will do, also without multiples`() throws {
    try terms("7", "30").require(by: try need(false, isFree: true))
    #expect(throws: Refusal.self) {
      try terms("7", "31").require(by: try need(false, isFree: true))
    }
  }

  @Test func `The unit is the same, and what is given in return is said exactly when it is asked`()
    throws
  {
    let need = try need(nil)
    var plain = need
    plain.reciprocal = nil

    #expect(throws: Refusal.self) { try terms("2", "30", .one).require(by: need) }
    #expect(throws: Refusal.self) { try terms("2").require(by: need) }
    #expect(throws: Refusal.self) { try terms("2", "30").require(by: plain) }
    try terms("2").require(by: plain)
  }

  @Test func `Whoever says nothing takes it as it is, times the amount`() throws {
    let need = try need(true)

    #expect(try AgreementTerms(of: need, amount: nil, inReturn: nil) == terms("2", "30"))
    let thrice = try AgreementTerms(of: need, amount: amount("6"), inReturn: nil)
    #expect(thrice == (try terms("6", "90")))
    #expect(throws: Refusal.self) {
      try AgreementTerms(of: try self.need(nil, isFree: true), amount: nil, inReturn: nil)
    }
  }
}
