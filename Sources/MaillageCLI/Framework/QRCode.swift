import CQREncode

/// A QR code (ISO/IEC 18004) that a terminal can show, so that a telephone reads what it says.
struct QRCode {
  /// How many modules it is wide and high, without the quiet zone.
  let size: Int
  /// Row by row; true is dark.
  private let modules: [Bool]

  /// Light modules around the code.
  ///
  /// The standard wants four; readers do with two, and a terminal has 80 columns.
  private static let quietZone = 2

  /// Makes the smallest code for a text; nothing when the text is empty or too long for any.
  ///
  /// ASCII is read everywhere. Other letters go as UTF-8, which some readers take for Latin-1.
  init?(_ text: String) {
    // The library takes a C string, which a NUL would cut short. Level L, the least correction: a
    // screen is neither torn nor dirty, and fewer modules are easier to show and to read.
    guard !text.utf8.contains(0),
      let code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1)
    else { return nil }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    // The lowest bit is the colour; the others say what the module is there for.
    modules = UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
  }

  /// How many columns of a terminal it takes.
  var columns: Int { size + 2 * Self.quietZone }

  func isDark(row: Int, column: Int) -> Bool {
    let range = 0..<size
    return range.contains(row) && range.contains(column) && modules[row * size + column]
  }

  /// The code in half blocks, two rows of modules a line.
  ///
  /// Light modules are drawn and dark ones left out: most terminals write light on dark, and then
  /// the code appears as the standard wants it, dark on light. On a light terminal it is inverted:
  /// telephones mostly read that too, but not every reader does. Colours of our own would settle
  /// it, but `Styled` lets none through.
  var terminalText: String {
    let range = -Self.quietZone..<(size + Self.quietZone)
    return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
      String(range.map { column in block(row: row, column: column, last: range.upperBound - 1) })
    }.joined(separator: "\n")
  }

  /// The two modules at a place and below it; below the last row there is nothing.
  private func block(row: Int, column: Int, last: Int) -> Character {
    let isUpperLight = !isDark(row: row, column: column)
    let isLowerLight = row < last && !isDark(row: row + 1, column: column)
    return switch (isUpperLight, isLowerLight) {
    case (true, true): "█"
    case (true, false): "▀"
    case (false, true): "▄"
    case (false, false): " "
    }
  }
}
