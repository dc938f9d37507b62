import Node

/// How a terminal shows a QR code.
extension QRCode {
  /// Light modules around the code.
  ///
  /// The standard wants four; readers do with two, and a terminal has 80 columns.
  private static var quietZone: Int { 2 }

  /// How many columns of a terminal it takes.
  var columns: Int { size + 2 * Self.quietZone }

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
