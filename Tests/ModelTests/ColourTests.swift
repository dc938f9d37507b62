import Model
import Testing

@Suite("Colours")
struct ColourTests {
  @Test(
    "A colour is six digits after a #",
    arguments: ["#fff", "0f6b6b0", "#0f6b6g", "", "#+f6b6b"]
  )
  func malformed(_ text: String) {
    #expect(Colour(text) == nil)
  }

  @Test("Contrast is WCAG's")
  func contrast() throws {
    let white = try #require(Colour("#ffffff"))
    let black = try #require(Colour("#000000"))
    #expect(abs(white.contrast(to: black) - 21) < 1e-9)
    // The example of WCAG's understanding document: #777777 on white is 4.48.
    let grey = try #require(Colour("#777777"))
    #expect(abs(grey.contrast(to: white) - 4.478) < 1e-3)
  }

  @Test("Any colour gets a shade that can be read on light and on dark")
  func shades() throws {
    let grounds = try [#require(Colour("#ffffff")), #require(Colour("#15191e"))]
    for red in stride(from: 0, through: 255, by: 51) {
      for green in stride(from: 0, through: 255, by: 51) {
        for blue in stride(from: 0, through: 255, by: 51) {
          let colour = Colour(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
          for ground in grounds {
            let shade = colour.standingOut(from: ground, by: 4.5)
            #expect(shade.contrast(to: ground) >= 4.5)
            #expect(shade.contrast(to: shade.inkOn) >= 4.5)
          }
          #expect(Colour(colour.text) == colour)
        }
      }
    }
  }
}
