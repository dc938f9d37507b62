import ArgumentParser
import Foundation
import Model
import Node

/// `maillage backup`: copies of the whole node.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the node, check copies, and make a node from one.",
    discussion: "Example: maillage backup create",
    subcommands: [
      Create.self, List.self, Verify.self, Restore.self, BackupPruneCommand.self, Key.self,
    ]
  )

  /// `maillage backup create`.
  struct Create: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy database, media, keys and configuration, also while the node serves.",
      discussion: """
        What was acknowledged before it began is in it. Nothing is there under its name until all of \
        it is.

        Example: maillage backup create --directory /media/disk/maillage
        """
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Option(help: "Where it goes (default: backup.directory).", completion: .directory)
    var directory: String?

    @Option(help: "The public key for which it is encrypted (default: backup.recipient).")
    var recipient: String?

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let key = try recipient.map { text in
        guard let key = BackupRecipient(text) else {
          throw Refusal.malformed("‘\(text)’ is no public key: maillage backup key makes one.")
        }
        return key
      }
      let writer = BackupWriter(
        home: node.home,
        configuration: node.configuration,
        directory: try directory.map(Self.absolute),
        recipient: key,
        now: call.now
      )
      let summary = "make the backup \(writer.name) in \(writer.directory)"
      return Change(of: writer.name, summary) {
        let entry = try await Offside.run { try writer.make() }
        let shape = BackupShape(entry)
        var lines = ["Made \(entry.path), \(Int64(shape.bytes).shownBytes)."]
        lines += shape.remarks
        lines.append("Check it: maillage backup verify \(entry.path)")
        return try Report(lines.joined(separator: "\n"), shape)
      }
    }

    /// The command may run in a server with another working directory.
    private static func absolute(_ path: String) throws -> String {
      guard path.hasPrefix("/") else {
        throw Refusal.malformed("‘\(path)’ does not begin with /: say the whole path.")
      }
      return NodeHome(path: path).path
    }
  }

  /// `maillage backup list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the whole backups, the oldest first.",
      discussion: "Example: maillage backup list --directory /media/disk/maillage"
    )

    @OptionGroup var options: GlobalOptions

    @Option(help: "Where to look (default: backup.directory).", completion: .directory)
    var directory: String?

    func run() async throws {
      try await Console.refusing {
        let entries = try BackupPlace(options, directory).backups.all()
        var table = Table("NAME", "MADE", "SIZE", "FILES", "VERSION", "ENCRYPTED", "VERIFIED")
        for entry in entries {
          table.add(
            entry.name,
            entry.manifest.madeAt.shown,
            Int64(entry.manifest.bytes).shownBytes,
            "\(entry.manifest.files.count)",
            entry.manifest.program,
            entry.manifest.sealing == nil ? "no" : "yes",
            entry.verifiedAt?.shown ?? "never"
          )
        }
        let report = try Report(
          table.text(ifEmpty: "There is no backup."),
          entries.map { BackupShape($0) }
        )
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }
  }

  /// `maillage backup verify NAME`.
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every file of a backup, and the database in it.",
      discussion: """
        Without a name it is the newest. Of an encrypted backup the files can be checked without its \
        key, the database only with it.

        Example: maillage backup verify /media/disk/atelier.example-20260301T040000Z
        """
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The name of a backup, or its path.", completion: .directory)
    var name: String?

    @Option(help: "The file of the private key.", completion: .file())
    var key: String?

    @Option(help: "Where to look (default: backup.directory).", completion: .directory)
    var directory: String?

    func run() async throws {
      try await Console.refusing {
        let path = try BackupPlace(options, directory).path(of: name)
        let key = try key.map { try BackupKey(file: $0) }
        let verified = try await Offside.run {
          try Backups.verify(path, key: key, at: SystemClock.now())
        }
        let extent =
          verified.hasReadDatabase
          ? "all files and the database are whole"
          : "all files are what was written; name its key to check the database"
        let report = try Report(
          "\(path): \(extent).",
          VerifiedShape(
            path: path,
            files: verified.manifest.files.count,
            bytes: verified.manifest.bytes,
            hasReadDatabase: verified.hasReadDatabase
          )
        )
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }
  }

  /// `maillage backup restore PATH`.
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a home from a backup: into an empty directory only.",
      discussion: """
        All of it is checked before the home is there. When the node starts it asks others for what \
        it said after the backup before it says anything anew.

        Example: maillage backup restore /media/disk/atelier.example-20260301T040000Z --home /srv/node
        """
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The path of the backup.", completion: .directory)
    var backup: String

    @Option(help: "The file of the private key.", completion: .file())
    var key: String?

    @Flag(help: "Say what would happen, and change nothing.")
    var dryRun = false

    func run() async throws {
      try await Console.refusing {
        let report = try await report()
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }

    private func report() async throws -> Report {
      let home = options.nodeHome
      let restore = BackupRestore(
        NodeHome(path: backup).path,
        to: home,
        key: try key.map { try BackupKey(file: $0) }
      )
      let dryRun = dryRun
      let manifest = try await Offside.run {
        dryRun ? try restore.check() : try restore.run()
      }
      let shape = RestoredShape(home: home.path, manifest, dryRun: dryRun)
      guard !dryRun else {
        return try Report(
          "Would restore \(manifest.node) of \(manifest.madeAt.shown) to \(home.path). "
            + "Nothing was changed.",
          shape
        )
      }
      let lines =
        ["Restored \(manifest.node) of \(manifest.madeAt.shown) to \(home.path)."]
        + BackupShape.remarks(on: manifest) + [
          "Be sure that the node runs nowhere else. Then: maillage serve --home \(home.path)"
        ]
      return try Report(lines.joined(separator: "\n"), shape)
    }
  }

  /// `maillage backup key FILE`.
  struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key that reads encrypted backups, and print its public half.",
      discussion: """
        Keep the file where the node is not, twice: without it an encrypted backup is lost. The \
        public half goes into backup.recipient.

        Example: maillage backup key backup.key
        """
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The file to make.", completion: .file())
    var file: String

    func run() async throws {
      try await Console.refusing {
        let key = BackupKey()
        try key.write(to: file)
        let report = try Report(
          key.recipient.description,
          ["file": file, "recipient": key.recipient.description]
        )
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }
  }
}

private struct VerifiedShape: Encodable {
  let path: String
  let files: Int
  let bytes: Int
  let hasReadDatabase: Bool
}

private struct RestoredShape: Encodable {
  let home: String
  let node: String
  let madeAt: Date
  let dryRun: Bool?

  init(home: String, _ manifest: BackupManifest, dryRun: Bool) {
    self.home = home
    node = manifest.node
    madeAt = manifest.madeAt
    self.dryRun = dryRun ? true : nil
  }
}
