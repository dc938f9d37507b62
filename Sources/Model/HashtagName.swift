import Foundation

/// The one spelling of a hashtag under which posts are found: without `#`, in lower case and
/// compatibility form (Unicode NFKC), so that ‘#Été’ is found however it was typed.
package struct HashtagName: Sendable, Hashable {
  package static let longest = 100

  package let text: String

  /// Nothing for what is empty or too long.
  package init?(_ written: String) {
    let name = written.drop { $0 == "#" || $0 == "＃" }
    let text = String(name).precomposedStringWithCompatibilityMapping.lowercased()
    guard (1...Self.longest).contains(text.count), !text.contains(where: \.isWhitespace) else {
      return nil
    }
    self.text = text
  }
}
