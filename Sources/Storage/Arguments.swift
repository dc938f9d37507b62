import GRDB
import Model

extension Collection where Element: RawRepresentable<Int64> {
  /// The numbers as one argument, for a statement that reads of many things at once.
  ///
  /// `FROM json_each(?) AS wanted CROSS JOIN part ON part.ownerID = wanted.value` reads of one after
  /// another, and of each in the order of the index by which it is found: nothing has to be sorted.
  var list: String { map(\.rawValue).list }
}

extension Collection<Int64> {
  /// Each once: what belongs to one that is named twice would be read twice.
  var list: String {
    var seen: Set<Int64> = []
    return "[" + filter { seen.insert($0).inserted }.map(String.init).joined(separator: ",") + "]"
  }
}

/// What is bound to the places of a statement.
///
/// SQLite's C strings end at U+0000, so a text with one would be cut without a word, and two ids
/// that differ could become one; such a text is refused instead (threat 27).
struct Arguments: ExpressibleByArrayLiteral {
  private var values: [DatabaseValue]

  init(arrayLiteral elements: (any DatabaseValueConvertible)?...) {
    values = elements.map { $0?.databaseValue ?? .null }
  }

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.values += right.values
    return sum
  }

  /// - Throws: `Refusal.malformed` for a text with U+0000.
  func checked() throws -> StatementArguments {
    for value in values {
      if case .string(let text) = value.storage, text.utf8.contains(0) {
        throw Refusal.malformed("A text may not contain the character U+0000.")
      }
    }
    return StatementArguments(values)
  }
}
