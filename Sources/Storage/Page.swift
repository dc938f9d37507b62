/// A stretch of a list that is ordered by falling number.
///
/// Paging by number stays stable while new entries come in on top.
package struct Page: Sendable, Hashable {
  /// Only what is older than this.
  package var before: Int64
  package var limit: Int

  package static let largest = 200

  package init(before: Int64? = nil, limit: Int = 20) {
    self.before = before ?? .max
    self.limit = min(max(limit, 1), Self.largest)
  }

  /// Reads on until the page is full of what the reader may see.
  ///
  /// Rows that are not for the reader would otherwise leave a page short or empty, as if nothing
  /// came after it. A reader for whom nearly nothing is meant costs so many rows at most.
  func filled<Value>(
    _ read: (Page) throws -> [(number: Int64, value: Value?)]
  ) rethrows -> [Value] {
    var stretch = self
    var values: [Value] = []
    for _ in 0..<Self.stretches {
      let rows = try read(stretch)
      values += rows.compactMap(\.value).prefix(limit - values.count)
      guard values.count < limit, rows.count == stretch.limit, let last = rows.last else { break }
      stretch = Page(before: last.number, limit: Self.largest)
    }
    return values
  }

  private static let stretches = 25
}
