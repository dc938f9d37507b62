import Federation
import Foundation
import Model
import Node

/// A person in a file of people to be made members.
struct ImportedMember: Decodable, Sendable {
  var name: String
  var displayName: String?
  var email: String?
  var role: String?

  /// A line of the file, readable or not.
  struct Row: Sendable {
    let line: Int
    let content: Result<ImportedMember, Refusal>
  }

  private static let columns = ["name", "displayName", "email", "role"]

  /// The lines of a file: JSON lines when it begins with a brace, else CSV.
  static func rows(in bytes: [UInt8]) throws -> [Row] {
    let text = try InputFile.text(bytes)
    let isJSON = text.first { !$0.isWhitespace } == "{"
    return isJSON ? jsonRows(in: text) : try csvRows(in: text)
  }

  private static func jsonRows(in text: String) -> [Row] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.enumerated().filter { !$1.allSatisfy(\.isWhitespace) }.map { index, line in
      let member = try? JSONDecoder().decode(ImportedMember.self, from: Data(line.utf8))
      let unreadable = Refusal.malformed("The line is no JSON object with a name.")
      return Row(line: index + 1, content: member.map { .success($0) } ?? .failure(unreadable))
    }
  }

  private static func csvRows(in text: String) throws -> [Row] {
    let records = CSV.records(in: text)
    guard let head = records.first else { return [] }
    if HumHubUsers.isHead(head.fields) { return HumHubUsers(head.fields).rows(records.dropFirst()) }
    guard head.fields.contains("name") else {
      throw Refusal.malformed("The first line must name the columns: name,displayName,email,role.")
    }
    if let unknown = head.fields.first(where: { !columns.contains($0) }) {
      throw Refusal.malformed(
        "There is no column ‘\(unknown.prefix(40))’: use name,displayName,email,role."
      )
    }
    return records.dropFirst().map { record in
      guard record.fields.count == head.fields.count else {
        let message = "\(record.fields.count) fields where \(head.fields.count) were announced."
        return Row(line: record.line, content: .failure(.malformed(message)))
      }
      let values = Dictionary(zip(head.fields, record.fields)) { first, _ in first }
        .filter { !$0.value.isEmpty }
      return Row(
        line: record.line,
        content: .success(
          ImportedMember(
            name: values["name"] ?? "",
            displayName: values["displayName"],
            email: values["email"],
            role: values["role"]
          )
        )
      )
    }
  }

  /// What the account would be.
  func applicant() throws -> Accounts.Applicant {
    var applicant = Accounts.Applicant(name: try LocalName(name))
    applicant.displayName = displayName
    applicant.email = email
    guard let role = role.map({ Member.Role(rawValue: $0) }) ?? .member else {
      throw Refusal.malformed("There is no role ‘\(role?.prefix(40) ?? "")’.")
    }
    applicant.role = role
    return applicant
  }

  /// What is to be done with each line.
  static func outcomes(of rows: [Row], known: Set<String>) -> [ImportResult] {
    var known = known
    return rows.map { row in
      do {
        let imported = try row.content.get()
        let name = try imported.applicant().name.description
        let isNew = known.insert(name).inserted
        return ImportResult(line: row.line, name: name, outcome: isNew ? .added : .unchanged)
      } catch {
        let name = try? row.content.get().name
        return ImportResult(
          line: row.line,
          name: name,
          outcome: .refused,
          error: AdminReply(error).errors
        )
      }
    }
  }
}
