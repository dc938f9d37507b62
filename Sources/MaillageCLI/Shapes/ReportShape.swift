import Federation
import Foundation
import Model
import Storage

/// A case as the command line prints it.
struct ReportShape: Encodable, Sendable {
  /// An actor or a post that is reported.
  struct Object: Encodable, Sendable {
    let uri: String
    let author: String?
    /// What it says here now; nothing when it is gone.
    let text: String?
    /// What it said when it was reported, until 30 days after the case has ended.
    let reportedText: String?
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
  /// What kind of thing is wrong, by an app's word.
  let category: String
  /// The rules of this node that it says were broken.
  let rules: [String]
  /// Whether who reports wants the target's own node to be told.
  let isForwardingWished: Bool
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
    category = entry.report.category.rawValue
    rules = try tx.rules.broken(in: entry.id).map(\.wording.text)
    isForwardingWished = entry.report.isForwardingWished
    content = entry.report.content
    createdAt = entry.report.createdAt
    assignee = try entry.assigneeID.flatMap(tx.members.find(_:))?.name
    resolution = entry.resolution?.text
    resolvedAt = entry.resolution?.at
    forwardedAt = entry.forwardedAt
    let evidence = Dictionary(
      try tx.reports.evidence(of: entry.id).map { ($0.uri, $0) }
    ) { first, _ in first }
    objects = try entry.report.objects.map { try Self.object($0, evidence[$0], in: tx) }
    notes = try tx.reports.notes(on: entry.id).map {
      Note(at: $0.createdAt, author: $0.author, text: $0.text)
    }
  }

  private static func object(
    _ uri: String,
    _ evidence: ReportCase.Evidence?,
    in tx: Transaction
  ) throws -> Object {
    if let post = try tx.posts.find(uri: uri) {
      return Object(
        uri: uri,
        author: try tx.actors.find(post.authorID)?.address,
        text: PlainText.text(of: post.body.html),
        reportedText: evidence?.text
      )
    }
    return Object(
      uri: uri,
      author: try tx.actors.find(uri: uri)?.address ?? evidence?.author,
      text: nil,
      reportedText: evidence?.text
    )
  }

  /// The case over several lines, for people.
  var shown: String {
    var lines = [
      "\(Styled.strong("#\(id)")) \(kind), \(state), \(createdAt.shown)",
      "by        \(reporter)", "about     \(target ?? "nobody who is known here")",
    ]
    if category != "other" { lines.append("category  \(category)") }
    lines += rules.map { "breaks    \($0)" }
    if isForwardingWished { lines.append("wishes    that its own node is told: report forward") }
    if let assignee { lines.append("assigned  \(assignee)") }
    if let forwardedAt { lines.append("forwarded \(forwardedAt.shown)") }
    if let resolvedAt { lines.append("resolved  \(resolvedAt.shown) \(resolution ?? "")") }
    lines += content.split(separator: "\n").map { "  \($0)" }
    for object in objects {
      lines.append("- \(object.uri)")
      lines += (object.text ?? "").split(separator: "\n").map { "    \($0)" }
      guard let reported = object.reportedText, reported != object.text else { continue }
      lines.append("  when it was reported:")
      lines += reported.split(separator: "\n").map { "    \($0)" }
    }
    lines += notes.map { "\($0.at.shown) \($0.author): \($0.text)" }
    return lines.joined(separator: "\n")
  }
}
