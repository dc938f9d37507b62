import ArgumentParser
import Foundation
import Logging
import Model
import Node
import Storage

/// `maillage database`: the file in which the node keeps all but keys and media.
struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "database",
    abstract: "Check the database, see what takes space, give space back, bring it up to date.",
    discussion: "Example: maillage database report",
    subcommands: [Check.self, DatabaseReportCommand.self, DatabaseVacuumCommand.self, Migrate.self]
  )

  /// `maillage database check`.
  struct Check: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read the whole database and look whether it is sound.",
      discussion: """
        Every page, every index, every reference from one row to another. It ends with 1 when \
        something is wrong.

        Example: maillage database check
        """
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let complaints = try await node.database.complaints()
      let text =
        complaints.isEmpty
        ? "The database is whole."
        : (complaints + ["Stop the node and restore a backup: maillage help backup restore"])
          .joined(separator: "\n")
      return try Report(
        text,
        Checked(isWhole: complaints.isEmpty, complaints: complaints),
        exitCode: complaints.isEmpty ? 0 : 1
      )
    }

    private struct Checked: Encodable {
      let isWhole: Bool
      let complaints: [String]
    }
  }

  /// `maillage database migrate`.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring the database up to this version of the program.",
      discussion: """
        Starting the node does the same. Before anything is changed a backup is made; each step is \
        one transaction, so an interrupted migration is gone on with.

        Example: maillage database migrate --dry-run
        """
    )

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Say what would happen, and change nothing.")
    var dryRun = false

    func run() async throws {
      try await Console.refusing {
        let report = try await report(on: options.nodeHome)
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }

    private func report(on home: NodeHome) async throws -> Report {
      let pending = try DatabaseCopy.pendingMigrations(of: home.database)
      guard !pending.isEmpty else {
        try home.check()
        return try Report("The database is up to date.", Migrated(steps: [], backup: nil))
      }
      guard !dryRun else {
        return try Report(
          "Would make a backup and take \(pending.count) steps: \(pending.joined(separator: ", ")).",
          Migrated(steps: pending, backup: nil)
        )
      }
      let configuration = try NodeConfiguration(home: home)
      let node = try await OpenNode.open(
        home: home,
        configuration: configuration,
        logger: Logger(label: "maillage") { _ in SwiftLogNoOpLogHandler() }
      )
      try await node.close()
      let backup = Backups(configuration, home: home).all(of: "\(configuration.origin)").last?.path
      return try Report(
        "Took \(pending.count) steps. What was before: \(backup ?? "no backup is left")",
        Migrated(steps: pending, backup: backup)
      )
    }

    private struct Migrated: Encodable {
      let steps: [String]
      let backup: String?
    }
  }
}

/// `maillage database report`.
struct DatabaseReportCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "What takes space in the database: by table, and by node whose posts are kept.",
    discussion: "Example: maillage database report --limit 10"
  )

  @OptionGroup var options: GlobalOptions

  @Option(help: "How many tables and nodes, up to 1000.")
  var limit = 20

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let count = min(max(1, limit), 1_000)
    let extent = try await node.database.extent()
    let tables = try await node.database.sizes()
    let hosts = try await node.database.sizesByHost(limit: count)
    let shape = DatabaseShape(extent, tables?.prefix(count).map(\.self), hosts)
    return try Report(shape.shown, shape)
  }
}

/// `maillage database vacuum`.
struct DatabaseVacuumCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "vacuum",
    abstract: "Give space in the database that nothing uses any more back to the disk.",
    discussion: """
      In small steps, while the node serves. A database from before this was possible has to be \
      written anew once, with --full, while the node is stopped.

      Example: maillage database vacuum
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Flag(help: "Write the whole database anew; the node has to be stopped.")
  var full = false

  /// So many pages at a time: others wait a few milliseconds.
  private static let step = 256

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let before = try await node.database.extent()
    try check(before, node, call)
    let free = Int64(before.freePages * before.pageBytes).shownBytes
    let summary = full ? "write the database anew; \(free) in it are free" : "give back \(free)"
    return Change(of: "database", summary) {
      if full {
        try await node.database.writeAnew()
      } else {
        var left = before.freePages
        while left > 0, !Task.isCancelled {
          let now = try await node.database.giveBack(pages: Self.step)
          guard now < left else { break }
          left = now
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      let after = try await node.database.extent()
      let saved = max(0, before.pages - after.pages) * before.pageBytes
      return try Report(
        "The database is \(Int64(saved).shownBytes) smaller.",
        [
          "bytesBefore": before.pages * before.pageBytes,
          "bytesAfter": after.pages * after.pageBytes,
        ]
      )
    }
  }

  private func check(_ extent: DatabaseExtent, _ node: OpenNode, _ call: Call) throws {
    guard full else {
      guard extent.isIncremental else {
        throw Refusal.conflict(
          "This database cannot give back a little at a time yet.\n"
            + "Stop the node and write it anew once: maillage database vacuum --full"
        )
      }
      return
    }
    guard !call.isServing else {
      throw Refusal.conflict("Nobody can write meanwhile: stop the node first.")
    }
    let needed = Int64(2 * extent.pages * extent.pageBytes)
    guard let free = Disk(node.home).freeBytes, free < needed else { return }
    throw Refusal.conflict(
      "That takes \(needed.shownBytes) for a while; \(free.shownBytes) are free."
    )
  }
}

/// What the database takes, as the command line prints it.
struct DatabaseShape: Encodable, Sendable {
  struct Table: Encodable, Sendable {
    let table: String
    let bytes: Int
  }

  struct Host: Encodable, Sendable {
    let host: String
    let actors: Int
    let posts: Int
    let textBytes: Int
  }

  let bytes: Int
  let freeBytes: Int
  let isIncremental: Bool
  /// Nothing where SQLite was built without `dbstat`.
  let tables: [Table]?
  let hosts: [Host]

  init(_ extent: DatabaseExtent, _ tables: [TableSize]?, _ hosts: [HostSize]) {
    bytes = extent.pages * extent.pageBytes
    freeBytes = extent.freePages * extent.pageBytes
    isIncremental = extent.isIncremental
    self.tables = tables?.map { Table(table: $0.table, bytes: $0.bytes) }
    self.hosts = hosts.map {
      Host(host: $0.host, actors: $0.actors, posts: $0.posts, textBytes: $0.bytes)
    }
  }

  var shown: String {
    var lines = [
      "\(Int64(bytes).shownBytes), of which \(Int64(freeBytes).shownBytes) free"
        + (freeBytes > 0 ? ": maillage database vacuum" : "")
    ]
    if let tables {
      var table = MaillageCLI.Table("TABLE", "WITH INDICES")
      for line in tables { table.add(line.table, Int64(line.bytes).shownBytes) }
      lines.append(table.text(ifEmpty: ""))
    } else {
      lines.append("What each table takes this SQLite cannot say: it was built without dbstat.")
    }
    var table = MaillageCLI.Table("NODE", "ACTORS", "POSTS", "TEXTS")
    for line in hosts {
      table.add(line.host, "\(line.actors)", "\(line.posts)", Int64(line.textBytes).shownBytes)
    }
    lines.append(table.text(ifEmpty: "Nothing is kept of other nodes."))
    return lines.joined(separator: "\n\n")
  }
}
