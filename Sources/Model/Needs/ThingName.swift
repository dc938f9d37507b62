import Foundation

/// What a thing is called that somebody gives or wants.
///
/// The protocol names kinds of things by URIs (Protocol/needs.md). What people call by words of their own has
/// a URI that holds these words: `data:` (RFC 2397).
package enum ThingName {
  private static let start = "data:text/plain;charset=utf-8,"
  private static let plain = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  )

  /// The URI of what somebody named by a URI or by words.
  ///
  /// - Returns: As it is what looks like an address and is none, for a check to refuse it.
  package static func uri(_ named: String) -> String {
    guard !Need.isResource(named), !named.contains("://"), !named.hasPrefix(start) else {
      return named
    }
    let words = named.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return start + (words.addingPercentEncoding(withAllowedCharacters: plain) ?? "")
  }

  /// What people read: the words, or the URI of what has none that could be shown in a line.
  package static func shown(_ uri: String) -> String {
    guard uri.hasPrefix(start), let words = uri.dropFirst(start.count).removingPercentEncoding,
      !words.isEmpty, words.unicodeScalars.allSatisfy(isVisible)
    else { return uri }
    return words
  }

  /// Nothing that breaks a line, turns its direction or stands for nothing.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
