import Federation
import Foundation
import Model
import Storage

/// A case as the command line prints it.
struct ReportShape: Encodable, Sendable {
  /// An actor or a post that is reported; its text as it stands here now.
  struct Object: Encodable, Sendable {
    let uri: String
    let author: String?
    let text: String?
  }

  struct Note: Encodable, Sendable {
    let at: Date
    let author: String
    let text: String
  }

  let id: Int64
  let kind: String
  let state: String
  let reporter: String
  let target: String?
  let content: String
  let createdAt: Date
  let assignee: String?
  let resolution: String?
  let resolvedAt: Date?
  let forwardedAt: Date?
  let objects: [Object]
  let notes: [Note]

  init(_ entry: ReportCase, in tx: Transaction) throws {
    id = entry.id
    kind = entry.report.kind.rawValue
    state = entry.resolution == nil ? "open" : "resolved"
    reporter = try tx.actors.find(entry.report.reporterID)?.address ?? ""
    target = try entry.targetID.flatMap(tx.actors.find(_:))?.address
    content = entry.report.content
    createdAt = entry.report.createdAt
    assignee = try entry.assigneeID.flatMap(tx.members.find(_:))?.name
    resolution = entry.resolution?.text
    resolvedAt = entry.resolution?.at
    forwardedAt = entry.forwardedAt
    objects = try entry.report.objects.map { try Self.object($0, in: tx) }
    notes = try tx.reports.notes(on: entry.id).map {
      Note(at: $0.createdAt, author: $0.author, text: $0.text)
    }
  }

  private static func object(_ uri: String, in tx: Transaction) throws -> Object {
    if let post = try tx.posts.find(uri: uri) {
      return Object(
        uri: uri,
        author: try tx.actors.find(post.authorID)?.address,
        text: PlainText.text(of: post.body.html)
      )
    }
    return Object(uri: uri, author: try tx.actors.find(uri: uri)?.address, text: nil)
  }

  /// The case over several lines, for people.
  var shown: String {
    var lines = [
      "\(Styled.strong("#\(id)")) \(kind), \(state), \(createdAt.shown)",
      "by        \(reporter)", "about     \(target ?? "nobody who is known here")",
    ]
    if let assignee { lines.append("assigned  \(assignee)") }
    if let forwardedAt { lines.append("forwarded \(forwardedAt.shown)") }
    if let resolvedAt { lines.append("resolved  \(resolvedAt.shown) \(resolution ?? "")") }
    lines += content.split(separator: "\n").map { "  \($0)" }
    for object in objects {
      lines.append("- \(object.uri)")
      lines += (object.text ?? "").split(separator: "\n").map { "    \($0)" }
    }
    lines += notes.map { "\($0.at.shown) \($0.author): \($0.text)" }
    return lines.joined(separator: "\n")
  }
}
