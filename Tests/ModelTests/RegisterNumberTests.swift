import Testing

@testable import Model

@Suite("Numbers in French registers")
struct RegisterNumberTests {
  @Test(
    "a SIREN is nine digits with the right last one",
    arguments: ["356000000", "732829320", "552100554", "200040715", "005520176"]
  )
  func siren(text: String) {
    #expect(SIREN(text)?.description == text)
  }

  @Test(
    "a SIREN is nothing else",
    arguments: [
      "", "356000001", "732829321", "738229320", "35600000", "3560000000", "000000000",
      "356 000 000",
      "FR356000000", "-56000000", "35600000O", "٣٥٦٠٠٠٠٠٠", "356000000\n", "73282932000074",
    ]
  )
  func noSIREN(text: String) {
    #expect(SIREN(text) == nil)
  }

  @Test("every change of one digit of a SIREN is noticed")
  func sirenChecks() {
    let digits = Array("732829320")

    for place in digits.indices {
      for other in "0123456789" where other != digits[place] {
        var changed = digits
        changed[place] = other
        #expect(SIREN(String(changed)) == nil)
      }
    }
  }

  @Test(
    "an RNA number is W and nine digits, of which Corsica and overseas have a letter for one",
    arguments: ["W751234567", "W381012345", "W2A1000123", "W2B3001234", "W9R1011072", "W9G2000456"]
  )
  func rna(text: String) {
    #expect(RNA(text)?.description == text)
  }

  @Test(
    "an RNA number is nothing else",
    arguments: [
      "", "W", "W75123456", "W7512345678", "w751234567", "751234567", "X751234567", "W2C1000123",
      "W3A1000123", "WA21000123", "W9r1011072", "W91R011072", "751P12345678", "W751 234567",
      "W75123456٧", "W9É1011072", "W751234567\n",
    ]
  )
  func noRNA(text: String) {
    #expect(RNA(text) == nil)
  }

  @Test("what a person types may have spaces, and lower case in an RNA number")
  func typed() {
    #expect(SIREN(typed: " 356 000\u{A0}000 ")?.description == "356000000")
    #expect(SIREN(typed: "356-000-000") == nil)
    #expect(RNA(typed: "w9r 1011072")?.description == "W9R1011072")
    #expect(RNA(typed: "W 75 123 456") == nil)
    #expect(SIREN(typed: String(repeating: " ", count: 100_000) + "356000000") == nil)
  }
}
