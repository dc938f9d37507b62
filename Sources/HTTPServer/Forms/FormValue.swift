/// What a client sends with a request, in whichever of the three ways: JSON, a form, a multipart
/// form.
///
/// Clients send the same thing as `true`, `"true"` and `1`, so scalars are texts, and the reader
/// says what kind it wants. What is null in JSON is absent.
package enum FormValue: Sendable, Hashable {
  case string(String)
  case file(FormFile)
  case list([FormValue])
  case object([String: FormValue])

  package static let empty = FormValue.object([:])

  /// The member of an object; nothing for every other kind.
  package subscript(_ key: String) -> FormValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  package var file: FormFile? {
    guard case .file(let file) = self else { return nil }
    return file
  }

  /// A whole number in plain digits.
  package var integer: Int? {
    guard let string, let number = Int(string), string.utf8.first != UInt8(ascii: "+") else {
      return nil
    }
    return number
  }

  /// A truth value as Rails casts one, and with it every client of Mastodon: of an empty text
  /// nothing, of the words below no, of all others yes.
  package var bool: Bool? {
    guard let string, !string.isEmpty else { return nil }
    return !["0", "f", "false", "off", "no", "n"].contains(string.lowercased())
  }

  /// The elements of a list, also of one that is written with numbers: `fields_attributes[0][name]`.
  package var elements: [FormValue]? {
    switch self {
    case .list(let elements): return elements
    case .object(let members):
      let numbered = members.compactMap { key, value in UInt32(key).map { ($0, value) } }
      guard numbered.count == members.count else { return nil }
      return numbered.sorted { $0.0 < $1.0 }.map(\.1)
    case .string, .file: return nil
    }
  }

  /// The texts of a list; nothing where one of the elements is none.
  package var strings: [String]? {
    guard let elements else { return nil }
    let strings = elements.compactMap(\.string)
    return strings.count == elements.count ? strings : nil
  }

  /// This value's members, and those of another that it lacks: a body before a query.
  package func filled(from other: FormValue) -> FormValue {
    guard case .object(let own) = self, case .object(let others) = other else { return self }
    return .object(own.merging(others) { own, _ in own })
  }
}

/// A file that came with a form; its content is the sender's and nothing about it is proven.
package struct FormFile: Sendable, Hashable {
  /// What the sender calls it, without folders; never a path to write to (RFC 7578 §4.2).
  package let name: String?
  /// What the sender says it is.
  package let contentType: String?
  package let content: ArraySlice<UInt8>

  package init(name: String?, contentType: String?, content: ArraySlice<UInt8>) {
    self.name = name
    self.contentType = contentType
    self.content = content
  }
}
