import CQREncode

/// A QR code (ISO/IEC 18004), so that a telephone reads what a screen shows.
package struct QRCode {
  /// How many modules it is wide and high, without the quiet zone.
  package let size: Int
  /// Row by row; true is dark.
  private let modules: [Bool]

  /// Makes the smallest code for a text; nothing when the text is empty or too long for any.
  ///
  /// ASCII is read everywhere. Other letters go as UTF-8, which some readers take for Latin-1.
  package init?(_ text: String) {
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

  package func isDark(row: Int, column: Int) -> Bool {
    let range = 0..<size
    return range.contains(row) && range.contains(column) && modules[row * size + column]
  }

  /// The code as an SVG element, dark on light whatever the colours of the page.
  ///
  /// Colours are attributes, which a page may have whose policy lets no style in.
  package var svg: String {
    // Four light modules around it, as the standard wants.
    let (quiet, side) = (4, size + 8)
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let run = (column..<size).prefix { isDark(row: row, column: $0) }.count
        if run > 0 { path += "M\(column + quiet) \(row + quiet)h\(run)v1h-\(run)z" }
        column += max(run, 1)
      }
    }
    return """
      <svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" \
      width="\(side * 5)" height="\(side * 5)" shape-rendering="crispEdges" role="img" \
      aria-label="QR"><rect width="\(side)" height="\(side)" fill="#fff"/>\
      <path fill="#000" d="\(path)"/></svg>
      """
  }
}
