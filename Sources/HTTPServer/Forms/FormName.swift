import Model

/// The name of a field, and the place it stands for: `fields_attributes[0][name]`, `media_ids[]`.
///
/// The convention is that of Rack, which every client of Mastodon follows. A name whose brackets do
/// not pair is no place but a plain name.
struct FormName: Hashable {
  /// One step into a value.
  enum Step: Hashable {
    case member(String)
    /// The next element of a list.
    case element
  }

  let steps: [Step]

  init(_ text: String, limits: FormLimits) throws(Refusal) {
    guard text.utf8.count <= limits.nameBytes else {
      throw .malformed("The name of a field is longer than \(limits.nameBytes) bytes.")
    }
    let steps = Self.steps(of: text) ?? [.member(text)]
    guard steps.count <= limits.depth else {
      throw .malformed("The names of fields nest more than \(limits.depth) deep.")
    }
    self.steps = steps
  }

  private static func steps(of text: String) -> [Step]? {
    var rest = text.utf8[...]
    guard let first = rest.firstIndex(of: UInt8(ascii: "[")), first > rest.startIndex,
      let name = plain(rest[..<first])
    else { return nil }
    var steps = [Step.member(name)]
    rest = rest[first...]
    while !rest.isEmpty {
      guard rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")),
        let key = plain(rest[rest.index(after: rest.startIndex)..<end])
      else { return nil }
      steps.append(key.isEmpty ? .element : .member(key))
      rest = rest[rest.index(after: end)...]
    }
    return steps
  }

  /// A part between brackets that has none itself.
  private static func plain(_ part: Substring.UTF8View) -> String? {
    guard !part.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) else {
      return nil
    }
    return String(part)
  }
}
