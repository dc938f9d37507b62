/// The one way to write a host, or none.
enum HostName {
  /// RFC 1035 §2.3.4 allows 255 octets with their lengths: 253 letters and dots.
  private static let longest = 253
  private static let longestLabel = 63

  /// The host in lower case; nil for whatever two readers could take for two hosts.
  static func canonical(_ scalars: some Collection<Unicode.Scalar>) -> String? {
    guard !scalars.isEmpty, scalars.count <= longest else { return nil }
    let lower = scalars.map(\.properties.lowercaseMapping).joined()
    if lower.hasPrefix("[") { return isIPv6(lower) ? lower : nil }
    let labels = lower.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    let isWellFormed = labels.allSatisfy { label in
      !label.isEmpty && label.count <= longestLabel && label.allSatisfy(isLetter)
    }
    return isWellFormed ? lower : nil
  }

  private static func isIPv6(_ text: String) -> Bool {
    let inner = text.unicodeScalars.dropFirst().dropLast()
    return text.hasSuffix("]") && inner.contains(":")
      && inner.allSatisfy { $0 == ":" || $0 == "." || $0.isASCIIHexDigit }
  }

  /// Letters of other scripts are welcome unless a browser would write them differently
  /// (full-width forms, ligatures, letter-like symbols): UTS #46 maps those away.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.isASCIIWord || scalar == "-" }
    let properties = scalar.properties
    let isWritten = properties.isAlphabetic || properties.generalCategory == .nonspacingMark
    return isWritten && (!properties.changesWhenNFKCCaseFolded || scalar == "ß")
  }
}

extension Unicode.Scalar {
  /// An ASCII letter, digit or underscore.
  var isASCIIWord: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  var isASCIIDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isASCIIHexDigit: Bool { isASCII && properties.isASCIIHexDigit }
}
