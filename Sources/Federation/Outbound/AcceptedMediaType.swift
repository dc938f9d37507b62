/// A media type that an answer may have, with the profile it must name.
package struct AcceptedMediaType: Hashable, Sendable {
  /// Type and subtype in lower case.
  package let essence: String
  /// A URI that must be in the `profile` parameter (RFC 6906 §3.1), if the type needs one.
  package let profile: String?

  package init(_ essence: String, profile: String? = nil) {
    self.essence = essence
    self.profile = profile
  }

  /// The two types of ActivityPub §3.2; `ld+json` counts only with the profile.
  package static let activityStreams = [
    AcceptedMediaType("application/activity+json"),
    AcceptedMediaType(
      "application/ld+json",
      profile: "https://www.w3.org/ns/activitystreams"
    ),
  ]

  /// How the type is named in an `Accept` field.
  package var fieldValue: String {
    profile.map { "\(essence); profile=\"\($0)\"" } ?? essence
  }

  func matches(_ received: ReceivedMediaType) -> Bool {
    guard received.essence == essence else { return false }
    guard let profile else { return true }
    return received.parameters["profile"]?.split(separator: " ").contains { $0 == profile } ?? false
  }
}

/// The value of a `Content-Type` field, parsed once (RFC 9110 §8.3.1).
struct ReceivedMediaType {
  let essence: String
  let parameters: [String: String]

  init?(_ text: String) {
    var rest = text[...]
    essence = rest.prefix { $0 != ";" }.trimmed.lowercased()
    rest = rest.drop { $0 != ";" }
    guard Self.isEssence(essence) else { return nil }
    var parameters: [String: String] = [:]
    while !rest.isEmpty {
      rest = rest.dropFirst().drop(while: \.isBlank)
      guard rest.first != ";", !rest.isEmpty else { continue }
      guard let (name, value) = Self.readParameter(&rest), parameters[name] == nil else {
        return nil
      }
      parameters[name] = value
    }
    self.parameters = parameters
  }

  private static func isEssence(_ text: String) -> Bool {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    return halves.count == 2 && halves.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isToken) }
  }

  /// Reads `name=value` and leaves `rest` empty or at the next semicolon.
  private static func readParameter(_ rest: inout Substring) -> (String, String)? {
    let name = rest.prefix(while: \.isToken).lowercased()
    rest = rest.drop(while: \.isToken)
    guard !name.isEmpty, rest.popFirst() == "=" else { return nil }
    let value: String
    if rest.first == "\"" {
      guard let quoted = readQuoted(&rest) else { return nil }
      value = quoted
    } else {
      value = String(rest.prefix(while: \.isToken))
      rest = rest.drop(while: \.isToken)
    }
    rest = rest.drop(while: \.isBlank)
    return rest.isEmpty || rest.first == ";" ? (name, value) : nil
  }

  private static func readQuoted(_ rest: inout Substring) -> String? {
    var value = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      switch character {
      case "\"": return value
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        value.append(escaped)
      default: value.append(character)
      }
    }
    return nil
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }

  /// A `tchar` of RFC 9110 §5.6.2.
  fileprivate var isToken: Bool {
    isASCII && (isLetter || isNumber || "!#$%&'*+-.^_`|~".contains(self))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var slice = drop(while: \.isBlank)
    while slice.last?.isBlank == true { slice.removeLast() }
    return slice
  }
}
