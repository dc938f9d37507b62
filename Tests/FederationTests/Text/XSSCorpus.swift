import StrictJSON
import TestSupport

/// Attacks on sanitisers, after the cheat sheets of OWASP and PortSwigger and the tests of DOMPurify.
///
/// Each tries to run script, to load something or to break out of its place. They are in
/// `Tests/Fixtures/xss`, since the browser of `Tests/Interop` is shown them, too.
enum XSSCorpus {
  static let all = groups.flatMap(group)
  static let tags = group("tags")
  static let attributes = group("attributes")

  private static let groups = [
    "tags", "attributes", "schemes", "mutations", "encodings", "malformed", "fediverse",
  ]

  private static func group(_ name: String) -> [String] {
    do {
      return try Fixtures.json("xss/vectors")[name]?.array?.compactMap(\.string) ?? []
    } catch {
      preconditionFailure("The corpus cannot be read: \(error)")
    }
  }
}
