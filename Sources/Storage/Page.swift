/// A stretch of a list that is ordered by falling number.
///
/// Paging by number stays stable while new entries come in on top.
package struct Page: Sendable, Hashable {
  /// From which end the stretch is filled when more lies between its bounds than fits.
  package enum End: Sendable, Hashable {
    /// From the newest down.
    case newest
    /// From right above `after` up, as clients fill a gap; what is found is newest first all the
    /// same.
    case oldest
  }

  /// Only what is older than this.
  package var before: Int64
  /// Only what is newer than this.
  package var after: Int64
  package var end: End
  package var limit: Int

  package static let largest = 200

  package init(
    before: Int64? = nil,
    after: Int64? = nil,
    from end: End = .newest,
    limit: Int = 20
  ) {
    self.before = before ?? .max
    self.after = after ?? .min
    self.end = end
    self.limit = min(max(limit, 1), Self.largest)
  }

  /// In what order a statement reads.
  var direction: StaticString { end == .newest ? "DESC" : "ASC" }

  /// Newest first, whatever the order in which rows were read.
  func newestFirst<Value>(_ values: [Value]) -> [Value] {
    end == .newest ? values : values.reversed()
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
      switch end {
      case .newest: stretch.before = last.number
      case .oldest: stretch.after = last.number
      }
      stretch.limit = Self.largest
    }
    return newestFirst(values)
  }

  private static let stretches = 25
}
