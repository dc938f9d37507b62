import Testing

@testable import Model

@Suite("The length of texts")
struct TextLengthTests {
  @Test("counts what people see", arguments: ["", "abc", "été", "🇫🇷🇧🇪🇨🇭"])
  func characters(text: String) {
    #expect(text.fits(3))
    #expect(!(text + "abcd").fits(3))
  }

  @Test("is bounded in bytes as well: one character may be any number of marks")
  func marks() {
    let text = "a" + String(repeating: "\u{301}", count: 100_000)

    #expect(text.count == 1)
    #expect(!text.fits(500))
  }
}
