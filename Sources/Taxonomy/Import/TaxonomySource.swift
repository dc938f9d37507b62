import Model

/// A row of a file as a source of a skill: what is wrong with it can be said with its place.
struct TaxonomySource {
  let table: CSVTable
  let columns: [String]
  let row: CSVTable.Row

  func error(_ problem: TaxonomyError.Problem) -> TaxonomyError {
    TaxonomyError(file: table.file, line: row.line, problem: problem)
  }

  /// The field of a column, which must not be empty.
  func label(_ column: Int) throws(TaxonomyError) -> String {
    let label = TaxonomyLabel.cleaned(row.fields[column])
    guard !label.isEmpty else { throw error(.missingField(columns[column])) }
    return label
  }

  /// The URI in a column, with a beginning where the file has only numbers.
  func identifier(_ column: Int, after base: String = "") throws(TaxonomyError) -> SkillID {
    let text = try label(column)
    guard let id = SkillID(base + text) else {
      throw error(.badIdentifier(String(text.prefix(100))))
    }
    return id
  }
}
