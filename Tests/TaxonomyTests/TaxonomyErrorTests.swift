import Testing

@testable import Taxonomy

/// Files that cannot be imported, and what is said about them.
@Suite("Errors of taxonomy files")
struct TaxonomyErrorTests {
  private static let header = "conceptType,conceptUri,preferredLabel,altLabels\n"
  private static let uri = "http://data.europa.eu/esco/skill/1"

  private func error(of text: String, named name: String = "skills_fr.csv") -> TaxonomyError? {
    error(of: Array(text.utf8), named: name)
  }

  private func error(of bytes: [UInt8], named name: String = "skills_fr.csv") -> TaxonomyError? {
    var taxonomy = TaxonomyImport()
    do {
      try taxonomy.add(bytes, named: name)
      return nil
    } catch {
      #expect(taxonomy.all.isEmpty)
      return error
    }
  }

  @Test(
    "An error names the file, the line and what is missing there",
    arguments: [
      ("SkillGroup,\(uri),a,\nSkillGroup,\(uri),,\n", 3, .missingField("preferredLabel")),
      ("SkillGroup,\(uri),a,\"b\nc\"\nSkillGroup,,a,\n", 4, .missingField("conceptUri")),
      ("SkillGroup,\(uri),a\n", 2, .wrongFieldCount(expected: 4, found: 3)),
      ("SkillGroup,no uri,a,\n", 2, .badIdentifier("no uri")),
      ("Occupation,\(uri),a,\n", 2, .badConceptType("Occupation")),
      ("SkillGroup,\(uri),a,\nSkillGroup,\(uri),\"a,\n", 3, .unclosedQuote),
      ("SkillGroup,\(uri),\"a\"b\"\",\n", 2, .strayQuote),
    ] as [(String, Int, TaxonomyError.Problem)]
  )
  func places(rows: String, line: Int, problem: TaxonomyError.Problem) {
    let error = error(of: Self.header + rows)

    #expect(error == TaxonomyError(file: "skills_fr.csv", line: line, problem: problem))
    #expect(error?.description.hasPrefix("skills_fr.csv, line \(line): ") == true)
  }

  @Test("A missing column is named, and a header of something else is shown")
  func headers() {
    let missing = error(of: "conceptType,conceptUri,preferredLabel\n")
    let other = error(of: "a,b\n1,2\n")

    #expect(missing?.problem == .missingColumn("altLabels"))
    #expect(missing?.description == "skills_fr.csv, line 1: the column altLabels is missing")
    #expect(other?.problem == .unknownHeader(["a", "b"]))
    #expect(error(of: "")?.problem == .unknownHeader([""]))
  }

  @Test("ESCO's labels need a language", arguments: ["skills.csv", "skills_FR.csv", "fr.csv", ""])
  func language(name: String) {
    #expect(error(of: Self.header, named: name)?.problem == .unknownLanguage)
  }

  @Test("Bytes that are no UTF-8 are refused")
  func encoding() {
    #expect(error(of: [0x63, 0xE9, 0x0A])?.problem == .notUTF8)
  }

  @Test("Files that would take too much are refused before they are parsed")
  func sizes() {
    let quoted = "SkillGroup,\(Self.uri),\"" + String(repeating: "a\n", count: 20_000) + "\",\n"
    let wide = String(repeating: ",", count: 3_000_000)

    let took = ContinuousClock().measure {
      #expect(error(of: Self.header + quoted)?.problem == .fieldTooLong(mostBytes: 16_384))
      #expect(error(of: Self.header + quoted)?.line == 2)
      #expect(error(of: wide)?.problem == .tooManyColumns(most: 64))
      #expect(
        error(of: Array(repeating: 0x22, count: 65 << 20))?.problem
          == .tooLarge(mostBytes: 64 << 20)
      )
    }

    #expect(took < .seconds(5))
  }

  @Test("A label of combining marks and control characters stays small and visible")
  func hostileLabels() throws {
    let marks = "z" + String(repeating: "\u{334}", count: 100_000)
    var taxonomy = TaxonomyImport()

    #expect(error(of: Self.header + "SkillGroup,\(Self.uri),\(marks),\n") != nil)
    try taxonomy.add(
      Array((Self.header + "SkillGroup,\(Self.uri),a\u{0}\u{1B}[31m \t\u{202E}b,\u{7}\n").utf8),
      named: "skills_fr.csv"
    )
    #expect(taxonomy.all.first?.labels == ["fr": "a [31m b"])
    #expect(taxonomy.all.first?.alternatives.isEmpty == true)
  }
}
