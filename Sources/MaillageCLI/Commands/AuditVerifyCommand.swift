import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage audit verify`.
struct AuditVerifyCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Look whether a line of the log was changed or removed.",
    discussion: """
      It compares with the ends of the log that backups hold, and with one that you noted: it \
      prints the present end for that. It ends with 1 when something is wrong.

      Example: maillage audit verify
      """
  )

  @OptionGroup var options: GlobalOptions

  @Option(help: "NUMBER:HASH, an end of the log that was printed once.")
  var head: [String] = []

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let noted = try head.map { text in
      guard let head = AuditStore.Head(text) else {
        throw Refusal.malformed("‘\(text)’ is no end of the log: 42:0123…, as verify prints it.")
      }
      return head
    }
    let backups = Backups(node.configuration, home: node.home)
    let kept = backups.all(of: node.configuration.origin.description).compactMap { entry in
      entry.manifest.auditHead.flatMap { AuditStore.Head("\($0.number):\($0.hash)") }
    }
    let (complaints, end) = try await node.database.read { tx in
      (try tx.audit.complaints(knowing: noted + kept), try tx.audit.head())
    }
    let shape = Shape(
      isWhole: complaints.isEmpty,
      complaints: complaints.map(\.description),
      entries: end?.number ?? 0,
      head: end.map { "\($0.number):\($0.hash.bytes.hexadecimal)" },
      headsCompared: noted.count + kept.count
    )
    return try Report(shape.shown, shape, exitCode: complaints.isEmpty ? 0 : 1)
  }

  private struct Shape: Encodable {
    let isWhole: Bool
    let complaints: [String]
    let entries: Int
    let head: String?
    let headsCompared: Int

    var shown: String {
      guard isWhole else {
        return "The audit log was tampered with: \(complaints.joined(separator: "; "))."
      }
      var lines = [
        "The audit log is whole: \(entries) entries, compared with \(headsCompared) ends noted before."
      ]
      if let head { lines.append("Its end, to note elsewhere: \(head)") }
      if headsCompared == 0 {
        lines.append("Without one that was noted before, a log that was cut off cannot be told.")
      }
      return lines.joined(separator: "\n")
    }
  }
}

extension AuditStore.Head {
  /// Reads `NUMBER:HASH`.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), number > 0, parts[1].utf8.count == 64
    else { return nil }
    let digits = Array(parts[1].utf8)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { start in
      UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16)
    }
    guard let hash = Digest(bytes) else { return nil }
    self.init(number: number, hash: hash)
  }
}
