import StrictJSON
import Testing

@Suite("Limits of parsing")
struct LimitsTests {
  @Test("refuses one byte more than the limit, before reading any")
  func length() throws {
    let limits = JSON.Limits(maxBytes: 4)

    #expect(try JSON.parse(text: "1234", limits: limits) == 1234)
    #expect(throws: JSON.ParseError(offset: 4, reason: .tooLong)) {
      try JSON.parse(text: "12345", limits: limits)
    }
  }

  @Test("reads 64 levels and refuses the 65th")
  func depth() throws {
    let inside = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)

    #expect(throws: Never.self) { try JSON.parse(text: inside) }
    #expect(throws: JSON.ParseError(offset: 64, reason: .tooDeep)) {
      try JSON.parse(text: "[" + inside + "]")
    }
  }

  @Test("refuses a document ten thousand levels deep without falling over")
  func bottomless() {
    let text = String(repeating: "{\"a\":", count: 10_000)

    #expect(throws: JSON.ParseError(offset: 320, reason: .tooDeep)) { try JSON.parse(text: text) }
  }

  @Test("refuses more values than the limit")
  func values() {
    #expect(throws: JSON.ParseError(offset: 5, reason: .tooManyValues)) {
      try JSON.parse(text: "[1,2,3]", limits: JSON.Limits(maxValues: 3))
    }
  }

  @Test("refuses a number of more than 128 characters")
  func number() {
    let digits = String(repeating: "1", count: 128)

    #expect(throws: Never.self) { try JSON.parse(text: digits) }
    #expect(throws: JSON.ParseError(offset: 0, reason: .numberTooLong)) {
      try JSON.parse(text: digits + "1")
    }
  }

  @Test("reads an object of fifty thousand keys, and still finds a duplicate")
  func manyKeys() throws {
    let members = (0..<50_000).map { "\"key\($0)\":0" }.joined(separator: ",")

    #expect(try JSON.parse(text: "{\(members)}").object?.count == 50_000)
    let error = #expect(throws: JSON.ParseError.self) {
      try JSON.parse(text: "{\(members),\"key49999\":1}")
    }
    #expect(error?.reason == .duplicateKey)
  }
}
