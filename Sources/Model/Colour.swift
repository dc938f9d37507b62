import Foundation

/// A colour of the sRGB space.
package struct Colour: Sendable, Hashable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Reads `#rrggbb`; nothing for any other text.
  package init?(_ text: String) {
    guard text.utf8.count == 7, text.wholeMatch(of: /#[0-9a-fA-F]{6}/) != nil,
      let value = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    red = UInt8(value >> 16 & 255)
    green = UInt8(value >> 8 & 255)
    blue = UInt8(value & 255)
  }

  /// As style sheets write it.
  package var text: String {
    "#"
      + [red, green, blue].map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0\(digits)" : digits
      }
      .joined()
  }

  /// How bright it is, from 0 to 1 (WCAG 2.2, relative luminance).
  package var luminance: Double {
    func linear(_ byte: UInt8) -> Double {
      let part = Double(byte) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// How far two colours stand out from each other, from 1 to 21 (WCAG 2.2, contrast ratio).
  package func contrast(to other: Colour) -> Double {
    let (bright, dim) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (bright + 0.05) / (dim + 0.05)
  }

  /// Black or white, whichever can be read on it.
  package var inkOn: Colour {
    let white = Colour(red: 255, green: 255, blue: 255)
    let black = Colour(red: 0, green: 0, blue: 0)
    return contrast(to: white) >= contrast(to: black) ? white : black
  }

  /// The nearest of its shades that stands out from a ground.
  package func standingOut(from ground: Colour, by ratio: Double) -> Colour {
    let end: Double = ground.luminance > 0.5 ? 0 : 255
    for step in 0...100 {
      let share = Double(step) / 100
      func mixed(_ byte: UInt8) -> UInt8 {
        UInt8((Double(byte) * (1 - share) + end * share).rounded())
      }
      let shade = Colour(red: mixed(red), green: mixed(green), blue: mixed(blue))
      if shade.contrast(to: ground) >= ratio { return shade }
    }
    return end == 0 ? Colour(red: 0, green: 0, blue: 0) : Colour(red: 255, green: 255, blue: 255)
  }
}
