import StrictJSON

/// Words of JSON-LD that let a document mean something else than what its plain JSON says.
///
/// A reader that expands the document sees statements that a reader of plain JSON does not
/// (CVE-2022-24307, CVE-2026-46349). A document that uses one of them authenticates nobody.
package enum LinkedDataKeyword: String, CaseIterable, Sendable {
  case graph = "@graph"
  case included = "@included"
  case reverse = "@reverse"

  /// The first such word in a document: as a key anywhere, or as the target of an alias that its
  /// own context defines.
  package static func first(in document: JSON) -> LinkedDataKeyword? {
    first(in: document, isContext: false)
  }

  private static func first(in value: JSON, isContext: Bool) -> LinkedDataKeyword? {
    switch value {
    case .object(let object):
      for member in object {
        let inner = isContext || member.key == "@context"
        if let keyword = LinkedDataKeyword(rawValue: member.key) { return keyword }
        if let keyword = first(in: member.value, isContext: inner) { return keyword }
      }
      return nil
    case .array(let elements):
      for element in elements {
        if let keyword = first(in: element, isContext: isContext) { return keyword }
      }
      return nil
    case .string(let text): return isContext ? LinkedDataKeyword(rawValue: text) : nil
    case .null, .bool, .number: return nil
    }
  }
}
