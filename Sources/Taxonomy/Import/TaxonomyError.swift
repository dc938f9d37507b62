/// What is wrong with a file of a taxonomy, and where, for whoever imports it.
package struct TaxonomyError: Error, Hashable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case tooLarge(mostBytes: Int)
    case tooManyRows(most: Int)
    case tooManyColumns(most: Int)
    case fieldTooLong(mostBytes: Int)
    case notUTF8
    case unclosedQuote
    case strayQuote
    case unknownHeader([String])
    case missingColumn(String)
    case missingField(String)
    case wrongFieldCount(expected: Int, found: Int)
    case badIdentifier(String)
    case badConceptType(String)
    case unknownLanguage
  }

  package let file: String
  /// Counted from 1, as an editor counts; nil where the whole file is meant.
  package let line: Int?
  package let problem: Problem

  package var description: String {
    let place = line.map { "\(file), line \($0)" } ?? file
    return "\(place): \(explanation)"
  }

  private var explanation: String {
    switch problem {
    case .tooLarge(let most): "the file is larger than \(most >> 20) MB"
    case .tooManyRows(let most): "the file has more than \(most) rows"
    case .tooManyColumns(let most): "the row has more than \(most) columns"
    case .fieldTooLong(let most): "a field is longer than \(most) bytes"
    case .notUTF8: "the file is not UTF-8"
    case .unclosedQuote: "a quotation mark is opened here and never closed"
    case .strayQuote: "a quotation mark stands where none may be"
    case .unknownHeader(let names):
      "the header is not one of ESCO's or ROME's skill files: \(names.joined(separator: ", "))"
    case .missingColumn(let name): "the column \(name) is missing"
    case .missingField(let name): "the column \(name) is empty"
    case .wrongFieldCount(let expected, let found):
      "the row has \(found) fields, the header \(expected)"
    case .badIdentifier(let text): "not an identifier of a skill: \(text)"
    case .badConceptType(let text): "not a skill or a group of skills: \(text)"
    case .unknownLanguage: "the name does not end in a language, such as skills_fr.csv"
    }
  }
}
