extension String {
  /// Whether both strings are the same bytes.
  ///
  /// `==` holds the Kelvin sign for a K; a parser that did so would read keys others do not see.
  package func hasSameBytes(as other: String) -> Bool {
    let left = utf8
    let right = other.utf8
    guard left.count == right.count else { return false }
    return left.elementsEqual(right)
  }
}

/// A key in a set, compared by its bytes.
struct ExactKey: Hashable {
  let text: String

  static func == (lhs: ExactKey, rhs: ExactKey) -> Bool { lhs.text.hasSameBytes(as: rhs.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
