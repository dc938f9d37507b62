/// Goes through a CSV file byte by byte before it is parsed, so that no file can make the parser
/// build endless fields or rows.
struct CSVBounds {
  static let mostBytes = 64 << 20
  static let mostRows = 300_000
  static let mostColumns = 64
  static let longestField = 16_384

  private let file: String
  private var line = 1
  private var rows = 0
  private var columns = 1
  private var fieldLength = 0
  /// The line of the quotation mark that is open.
  private var quoted: Int?

  private init(_ file: String) {
    self.file = file
  }

  static func check(_ bytes: [UInt8], of file: String) throws(TaxonomyError) {
    var bounds = CSVBounds(file)
    guard bytes.count <= mostBytes else {
      throw TaxonomyError(file: file, line: nil, problem: .tooLarge(mostBytes: mostBytes))
    }
    for byte in bytes { try bounds.take(byte) }
    if let line = bounds.quoted {
      throw TaxonomyError(file: file, line: line, problem: .unclosedQuote)
    }
  }

  private mutating func take(_ byte: UInt8) throws(TaxonomyError) {
    switch byte {
    case UInt8(ascii: "\""): quoted = quoted == nil ? line : nil
    case UInt8(ascii: ",") where quoted == nil:
      columns += 1
      fieldLength = 0
    case UInt8(ascii: "\n"):
      line += 1
      if quoted == nil {
        rows += 1
        (columns, fieldLength) = (1, 0)
      }
    default: break
    }
    fieldLength += 1
    try checkCounts()
  }

  private func checkCounts() throws(TaxonomyError) {
    if fieldLength > Self.longestField {
      throw TaxonomyError(
        file: file,
        line: quoted ?? line,
        problem: .fieldTooLong(mostBytes: Self.longestField)
      )
    }
    if columns > Self.mostColumns {
      throw TaxonomyError(
        file: file,
        line: line,
        problem: .tooManyColumns(most: Self.mostColumns)
      )
    }
    if rows > Self.mostRows {
      throw TaxonomyError(file: file, line: line, problem: .tooManyRows(most: Self.mostRows))
    }
  }
}
