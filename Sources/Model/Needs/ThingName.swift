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
  package static func uri(_ named: String) -> String {
    guard !Need.isResource(named) else { return named }
    let words = named.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return start + (words.addingPercentEncoding(withAllowedCharacters: plain) ?? "")
  }

  /// What people read: the words, or the URI of what has none.
  package static func shown(_ uri: String) -> String {
    guard uri.hasPrefix(start) else { return uri }
    return uri.dropFirst(start.count).removingPercentEncoding ?? uri
  }
}
