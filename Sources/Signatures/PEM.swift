import Foundation

/// A labelled block of DER in text (RFC 7468), forgiving about line ends only.
struct PEM {
  let label: String
  let der: [UInt8]

  init(label: String, der: [UInt8]) {
    self.label = label
    self.der = der
  }

  /// Reads a text that holds exactly one block.
  init?(_ text: String) {
    guard text.utf8.count <= 16_384 else { return nil }
    let lines = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard
      let opening = lines.range(of: "-----BEGIN "),
      let afterLabel = lines[opening.upperBound...].range(of: "-----"),
      opening.lowerBound == lines.startIndex
    else { return nil }
    label = String(lines[opening.upperBound..<afterLabel.lowerBound])
    let ending = "-----END \(label)-----"
    guard lines.hasSuffix(ending) else { return nil }
    let content = lines[afterLabel.upperBound...].dropLast(ending.count)
    guard let der = Base64.decode(content.utf8.filter { $0 != 0x20 }), !der.isEmpty else {
      return nil
    }
    self.der = der
  }

  var text: String {
    var text = "-----BEGIN \(label)-----\n"
    var rest = Base64.encode(der)[...]
    while !rest.isEmpty {
      text += rest.prefix(64) + "\n"
      rest = rest.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }
}
