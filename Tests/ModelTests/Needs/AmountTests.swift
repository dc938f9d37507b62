import Model
import Testing

@Suite struct AmountTests {
  @Test(
    "An amount is read and written alike",
    arguments: ["1", "4", "2.5", "0.125", "0.05", "20000", "999999999999999.999"]
  )
  func reading(text: String) { #expect(Amount(text)?.description == text) }

  @Test(
    "What is no amount is none",
    arguments: [
      "", "0", "0.0", "0.000", "-1", "+1", "1e3", "01", "1.", ".5", "1.2345", " 1", "1 ", "１",
      "1000000000000000", "1,5", "NaN", "1.2.3",
    ]
  )
  func refusing(text: String) { #expect(Amount(text) == nil) }

  @Test func `Zeros at the end do not matter`() {
    #expect(Amount("2.50") == Amount("2.5"))
    #expect(Amount("2.000")?.description == "2")
  }

  @Test(
    "A unit is read with and without the ontology’s prefix",
    arguments: [
      "hour", "om2:hour", "http://www.ontology-of-units-of-measure.org/resource/om-2/hour",
    ]
  )
  func units(text: String) { #expect(QuantityUnit(text) == .hour) }

  @Test("What is no unit is none", arguments: ["", "om2:", "two words", "<b>", "\u{0}"])
  func noUnits(text: String) { #expect(QuantityUnit(text) == nil) }
}
