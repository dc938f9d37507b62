import Yams

/// A place in a text, counted from 1 as editors do.
package struct TextPosition: Hashable, Sendable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  static let start = TextPosition(line: 1, column: 1)

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  /// The place some characters after the start of a text.
  init(offset: Int, in text: String) {
    let before = text.prefix(offset)
    let line = before.count { $0.isNewline } + 1
    self.init(line: line, column: before.reversed().prefix { !$0.isNewline }.count + 1)
  }

  package var description: String { "\(line):\(column)" }
}
