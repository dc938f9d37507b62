import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage member import-archive NAME FILE`.
struct MemberImportArchiveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-archive",
    abstract: "Take over an archive of another node, or of Mastodon's software.",
    discussion: """
      Profile, posts with their files, follows, lists, bookmarks, filters and talents. Posts come under \
      their first date, and are sent to nobody; whom the member follows is asked anew; talents are shown \
      to nobody before the member says so. What is there already is left as it is, so an import can be \
      repeated.

      Example: maillage member import-archive alice archive.zip --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The archive: a ZIP or tar file.", completion: .file(extensions: ["zip", "gz"]))
  var file: String

  @Flag(help: "Take an archive that no node's signature vouches for: Mastodon's have none.")
  var unsigned = false

  // The command may run in a server with another working directory.
  func gather() throws -> [UInt8]? { Array(NodeHome(path: file).path.utf8) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let path = String(decoding: call.input ?? [], as: UTF8.self)
    var bounds = ArchiveBounds()
    bounds.freeSpaceFloor = node.services.media.settings.freeSpaceFloor
    let (home, taken) = (node.home, bounds)
    let archive = try await Offside.run { try UnpackedArchive(path, inside: home, within: taken) }
    let importing = try MemberArchiveImport(archive, on: node, for: member)
    let voucher = try await importing.voucher()
    try require(voucher)
    let ties = try await ties(importing, of: member, on: node)
    let counts = try await importing.takeOver(isTrial: true) + ties.map(\.outlook)
    var change = Change(
      of: member.name,
      "take over \(counts.reduce(0) { $0 + $1.new }) things of \(importing.author)"
    ) {
      var done = try await importing.takeOver(isTrial: false)
      for tie in ties { done.append(await tie.take()) }
      return try Self.report(done, importing.author, voucher)
    }
    change.details.add("whose", importing.author)
    change.details.add("signed by", voucher.shown)
    for count in counts { change.details.add(count.part, count.shown) }
    return change
  }

  private func require(_ voucher: MemberArchiveImport.Voucher) throws {
    guard !unsigned else { return }
    switch voucher {
    case .node: return
    case .nobody:
      throw Refusal.unauthenticated(
        "Nobody has signed this archive. Say --unsigned if you know where it is from."
      )
    case .unheard(let node, let why):
      throw Refusal.unauthenticated(
        "Whether \(node) made this archive cannot be told: \(why)\n"
          + "Say --unsigned if you know where it is from."
      )
    }
  }

  private func ties(
    _ importing: MemberArchiveImport,
    of member: Member,
    on node: OpenNode
  ) async throws -> [ArchivedTies] {
    var all: [ArchivedTies] = []
    for list in TieFile.allCases {
      guard let (text, leftOut) = try await importing.text(of: list) else { continue }
      let known = try await node.database.read { tx in
        Set(try list.records(of: member.actorID, in: tx).map { TieImport.key($0, of: list) })
      }
      all.append(
        ArchivedTies(
          importing: TieImport(node: node, member: member.actorID, list: list, known: known),
          lines: list.lines(in: text),
          leftOut: leftOut
        )
      )
    }
    return all
  }

  private static func report(
    _ counts: [MemberArchiveImport.Count],
    _ author: String,
    _ voucher: MemberArchiveImport.Voucher
  ) throws -> Report {
    var table = Table("WHAT", "NEW", "THERE", "REFUSED", "")
    for count in counts {
      table.add(
        count.part,
        "\(count.new)",
        "\(count.known)",
        "\(count.refused)",
        count.why ?? ""
      )
    }
    let parts = counts.map { Part(count: $0) }
    return try Report(
      "\(author), signed by \(voucher.shown)\n\(table.text(ifEmpty: ""))",
      Done(author: author, signedBy: voucher.shown, parts: parts),
      exitCode: counts.contains { $0.refused > 0 } ? 1 : 0
    )
  }

  private struct Done: Encodable {
    let author: String
    let signedBy: String
    let parts: [Part]
  }

  private struct Part: Encodable {
    let part: String
    let new: Int
    let known: Int
    let refused: Int
    let why: String?

    init(count: MemberArchiveImport.Count) {
      (part, new, known) = (count.part, count.new, count.known)
      (refused, why) = (count.refused, count.why)
    }
  }
}

/// A list of an archive, taken over as `member ties import` does.
private struct ArchivedTies: Sendable {
  let importing: TieImport
  let lines: [CSV.Record]
  /// What of the list was not even tried.
  let leftOut: MemberArchiveImport.Count

  var outlook: MemberArchiveImport.Count { count(lines.map(importing.outlook)) }

  func take() async -> MemberArchiveImport.Count {
    var results: [ImportResult] = []
    for line in lines { results.append(await importing.take(line)) }
    return count(results)
  }

  private func count(_ results: [ImportResult]) -> MemberArchiveImport.Count {
    MemberArchiveImport.Count(
      part: importing.list.rawValue,
      new: results.count { $0.outcome == .added },
      known: results.count { $0.outcome == .unchanged },
      refused: results.count { $0.outcome == .refused } + leftOut.refused,
      why: results.lazy.compactMap(\.error).first ?? leftOut.why
    )
  }
}

extension MemberArchiveImport.Count {
  fileprivate var shown: String {
    "\(new) new, \(known) there" + (refused > 0 ? ", \(refused) refused: \(why ?? "")" : "")
  }
}

extension MemberArchiveImport.Voucher {
  fileprivate var shown: String {
    switch self {
    case .node(let node): node
    case .nobody: "nobody"
    case .unheard(let node, _): "nobody (\(node) is said to)"
    }
  }
}
