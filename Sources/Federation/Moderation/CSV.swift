/// Comma-separated values (RFC 4180).
package enum CSV {
  /// A record and the line that it begins in.
  package struct Record: Sendable, Equatable {
    package let line: Int
    package let fields: [String]
  }

  /// The records of a text; empty lines are none.
  package static func records(in text: String) -> [Record] {
    var reader = Reader()
    for character in text { reader.take(character) }
    reader.endRecord()
    return reader.records
  }

  /// One record as a line, quoted where it has to be.
  package static func line(_ fields: [String]) -> String {
    fields.map { field in
      let isPlain = !field.contains { ",\"".contains($0) || $0.isNewline }
      return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",")
  }

  private struct Reader {
    var records: [Record] = []
    private var fields: [String] = []
    private var field = ""
    private var isQuoted = false
    /// The last character was a quote inside quotes: the end of them, or half of a quote.
    private var isAfterQuote = false
    private var line = 1
    private var start = 1

    mutating func take(_ character: Character) {
      if character.isNewline { line += 1 }
      if isQuoted, !isAfterQuote {
        if character == "\"" { isAfterQuote = true } else { field.append(character) }
      } else if isAfterQuote, character == "\"" {
        field.append(character)
        isAfterQuote = false
      } else {
        takeOutside(character)
      }
    }

    private mutating func takeOutside(_ character: Character) {
      if isAfterQuote {
        isQuoted = false
        isAfterQuote = false
      }
      switch character {
      case ",": endField()
      case "\"" where field.isEmpty: isQuoted = true
      case _ where character.isNewline: endRecord()
      default: field.append(character)
      }
    }

    private mutating func endField() {
      fields.append(field)
      field = ""
    }

    mutating func endRecord() {
      endField()
      if fields != [""] { records.append(Record(line: start, fields: fields)) }
      fields = []
      isQuoted = false
      isAfterQuote = false
      start = line
    }
  }
}
