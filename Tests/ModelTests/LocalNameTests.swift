import Testing

@testable import Model

@Suite("Local names")
struct LocalNameTests {
  @Test(
    "are letters, digits and underscores, in lower case",
    arguments: [
      ("ada", "ada"), ("Ada_L", "ada_l"), ("0", "0"), ("___", "___"),
      (String(repeating: "x", count: 30), String(repeating: "x", count: 30)),
    ]
  )
  func taken(text: String, name: String) throws {
    #expect(try LocalName(text).description == name)
  }

  @Test(
    "are nothing else",
    arguments: [
      "", " ", "a b", "a-b", "a.b", "a@b", "@a", "a/b", "../a", "a\0", "a\n", "é", "ａ",
      "\u{212A}elvin", "İstanbul", "a\u{301}", "'--", String(repeating: "x", count: 31),
    ]
  )
  func refused(text: String) {
    #expect(throws: Refusal.self) { try LocalName(text) }
  }
}
