import Federation
import Model

/// HumHub's list of users, as its administration exports it as CSV.
///
/// Its first line has the labels of its columns in the language of whoever exports (HumHub 1.3 to 1.17,
/// `UserController::collectExportColumns`, `User::attributeLabels`). English and French ones are known, whatever
/// their case and the spaces in them; all other columns are left.
struct HumHubUsers {
  private let columns: [String]

  init(_ head: [String]) { columns = head.map(Self.plain) }

  /// Whether a first line is one of HumHub's: who it is stands in `Username`, not in `name`.
  static func isHead(_ fields: [String]) -> Bool {
    let columns = fields.map(plain)
    return columns.contains("username") && columns.contains("email") && !fields.contains("name")
  }

  private static func plain(_ column: String) -> String {
    let last = column.split(separator: ".").last.map(String.init) ?? column
    let word = last.lowercased().filter { $0.isLetter }
    return french[word] ?? word
  }

  /// As HumHub says it in French.
  private static let french = [
    "identifiant": "username", "statut": "status", "prénom": "firstname", "nom": "lastname",
    "nomdutilisateur": "username",
  ]

  func rows(_ records: ArraySlice<CSV.Record>) -> [ImportedMember.Row] {
    records.map { record in
      guard record.fields.count == columns.count else {
        let message = "\(record.fields.count) fields where \(columns.count) were announced."
        return ImportedMember.Row(line: record.line, content: .failure(.malformed(message)))
      }
      let pairs = zip(columns, record.fields).filter { !$1.isEmpty }.map { ($0, $1) }
      let values = Dictionary(pairs) { first, _ in first }
      return ImportedMember.Row(line: record.line, content: member(values))
    }
  }

  private func member(_ values: [String: String]) -> Result<ImportedMember, Refusal> {
    // 1 is an account that is open; others are closed, wait or are deleted there.
    if let status = values["status"], !["1", "enabled", "active"].contains(status.lowercased()) {
      return .failure(.conflict("Its account is not open in HumHub (status \(status.prefix(20)))."))
    }
    guard let name = values["username"] else {
      return .failure(.malformed("The line has no Username."))
    }
    let parts = [values["firstname"], values["lastname"]].compactMap(\.self)
    return .success(
      ImportedMember(
        name: Self.localName(name),
        displayName: values["displayname"] ?? (parts.isEmpty ? nil : parts.joined(separator: " ")),
        email: values["email"],
        role: nil
      )
    )
  }

  /// What HumHub allows in a name and this node does not becomes a line below.
  private static func localName(_ name: String) -> String {
    String(
      name.lowercased().map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      }
    )
  }
}
