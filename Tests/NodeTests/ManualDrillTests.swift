import Foundation
import Node
import TestSupport
import Testing

/// Takes the commands out of pages of the manual and types them, in their order, in one shell.
@Suite("The manual's commands", .serialized)
struct ManualDrillTests {
  private static let manual = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/manual")

  /// Some lines to type, and whether they are for the other node.
  struct Block {
    let text: String
    let isOfOther: Bool
  }

  /// What stands between ```` ```sh ```` or ```` ```sh other ```` and ```` ``` ````, in order.
  static func blocks(in text: String) -> [Block] {
    text.components(separatedBy: "\n```sh").dropFirst().compactMap { part in
      let isOfOther = part.hasPrefix(" other\n")
      guard isOfOther || part.hasPrefix("\n"), let start = part.firstIndex(of: "\n") else {
        return nil
      }
      let body = part[part.index(after: start)...].components(separatedBy: "\n```").first
      return body.map { Block(text: $0, isOfOther: isOfOther) }
    }
  }

  private static func page(_ name: String) throws -> [Block] {
    blocks(in: try String(contentsOf: manual.appending(path: name), encoding: .utf8))
  }

  /// What an admin has and a test has not: a service manager, and a directory for all backups.
  private static let stage = """
    set -eu
    cd "$STAGE"
    maillage() { "$PROGRAM" "$@"; }
    systemctl() {
      if [ "$1" = start ]; then
        "$PROGRAM" serve >> "$STAGE/serve.log" 2>&1 &
        SERVER=$!
        for _ in $(seq 300); do
          if grep -q "The node serves." "$STAGE/serve.log"; then : > "$STAGE/serve.log"; return 0; fi
          sleep 0.1
        done
        cat "$STAGE/serve.log" >&2; return 1
      fi
      if [ -n "${SERVER:-}" ]; then kill "$SERVER"; wait "$SERVER"; SERVER=; fi
    }
    trap 'if [ -n "${SERVER:-}" ]; then kill "$SERVER"; fi' EXIT
    systemctl start maillage

    """

  /// Types the blocks on a node; what is printed.
  private func type(
    _ blocks: [Block],
    on node: NodeProcess,
    other: NodeProcess? = nil,
    replacing words: [(String, String)]
  ) async throws -> String {
    var script = Self.stage
    for (number, block) in blocks.enumerated() {
      let text = words.reduce(block.text) { $0.replacing($1.0, with: $1.1) }
      // A name has one second; an admin takes longer from one to the next.
      script += "sleep 1.1; echo \"block \(number)\" >&2\n"
      let home = block.isOfOther ? try #require(other).home.path : nil
      script += home.map { "(\nexport MAILLAGE_HOME='\($0)'\n\(text)\n)\n" } ?? "\(text)\n"
    }
    script += "systemctl stop maillage\necho done\n"
    try node.scratch.write(script, to: "drill.sh")
    let environment = [
      "STAGE": node.scratch.path, "PROGRAM": try Program.path(), "MAILLAGE_HOME": node.home.path,
    ]
    let child = try ChildProcess(
      "/bin/bash",
      [node.scratch.file("drill.sh")],
      settings: node.settings.withLock { $0 }.merging(environment) { $1 },
      output: node.scratch.file("drill.out"),
      errors: node.scratch.file("drill.err")
    )
    let exitCode = try await child.end(within: .seconds(240))
    let output = node.text(of: node.scratch.file("drill.out"))
    let errors = node.text(of: node.scratch.file("drill.err"))
    #expect(exitCode == 0, "\(output)\n\(errors)")
    #expect(output.hasSuffix("done\n"), "\(output)\n\(errors)")
    return output
  }

  @Test("each command on the page about backups does what it says")
  func drill() async throws {
    let node = try await NodeProcess.make("drill.test")
    let blocks = try Self.page("backup.md")
    #expect(blocks.count >= 9)
    let backups = node.scratch.file("backups")

    let output = try await type(
      blocks,
      on: node,
      replacing: [("/var/backups/maillage", backups)]
    )

    #expect(output.contains("are whole"))
    let older = NodeHome(path: node.scratch.file("older-home"))
    #expect(FileManager.default.fileExists(atPath: older.database))
    #expect(Backups(directory: backups).all().count == 2)
  }

  @Test("each command of an admin's first page does what it says, between two nodes")
  func firstPage() async throws {
    let settings = [
      "MAILLAGE_NETWORK_HOSTS": "here.test=127.0.0.1,other.test=127.0.0.1",
      "MAILLAGE_NETWORK_ALLOWED_ADDRESSES": "127.0.0.0/8",
    ]
    let here = try await NodeProcess.make("here.test", settings: settings)
    let other = try await NodeProcess.make("other.test", settings: settings)
    try await other.start()
    let blocks = try Self.page("README.md")
    // The package makes it.
    try FileManager.default.createDirectory(
      atPath: here.scratch.file("backups"),
      withIntermediateDirectories: false
    )
    #expect(blocks.count >= 6 && blocks.contains { $0.isOfOther })

    let output = try await type(
      blocks,
      on: here,
      other: other,
      replacing: [
        ("other.example", other.authority),
        ("/var/backups/maillage", here.scratch.file("backups")),
      ]
    )

    #expect(output.contains("are whole"))
    #expect(try await other.command("peer", "show", here.authority).contains("active"))
    let members = try await here.run(["member", "list"]).output
    #expect(members.contains("claire"))
    let left = try FileManager.default.contentsOfDirectory(atPath: here.scratch.file("backups"))
    #expect(left.isEmpty, "\(left)")
  }

  /// A node that can reach another one, which it knows by its pin.
  private func pair() async throws -> (NodeProcess, NodeProcess) {
    let settings = [
      "MAILLAGE_NETWORK_HOSTS": "here.test=127.0.0.1,other.test=127.0.0.1",
      "MAILLAGE_NETWORK_ALLOWED_ADDRESSES": "127.0.0.0/8",
    ]
    let here = try await NodeProcess.make("here.test", settings: settings)
    let other = try await NodeProcess.make("other.test", settings: settings)
    let pins = try [here, other].map { "\($0.authority)=\(try $0.pin)" }.joined(separator: ",")
    for node in [here, other] { node.settings.withLock { $0["MAILLAGE_NETWORK_PINS"] = pins } }
    try await other.start()
    return (here, other)
  }

  @Test("each command on the page about operating a node does what it says")
  func operating() async throws {
    let (here, other) = try await pair()
    let blocks = try Self.page("operating.md")
    #expect(blocks.count >= 5)
    let acquainted = Block(text: "maillage follow alice \(other.address)", isOfOther: false)

    let output = try await type(
      [acquainted] + blocks,
      on: here,
      replacing: [("ADDRESS", other.address), ("maillage doctor", "maillage doctor || true")]
    )

    #expect(output.contains("Nouveau disque.") && output.contains("asso.example"))
    #expect(try await here.run(["audit", "tail"]).output.contains("account suspend"))
  }

  @Test("each command on the page about privacy does what it says")
  func privacy() async throws {
    let node = try await NodeProcess.make("here.test")
    for name in ["bob", "carole"] { try await node.succeed(["member", "add", name]) }
    let blocks = try Self.page("privacy.md")
    #expect(blocks.count >= 6)
    let day = Date().addingTimeInterval(100 * 86_400).formatted(.iso8601).prefix(10)

    let output = try await type(
      blocks,
      on: node,
      replacing: [
        ("/var/backups/maillage", node.scratch.path), ("2027-06-30", String(day)),
        // A test does not wait for that day.
        ("maillage member receipt", "maillage member delete bob --yes\nmaillage member receipt"),
      ]
    )

    #expect(output.contains("signed by \(node.origin)"))
    #expect(FileManager.default.fileExists(atPath: node.scratch.file("record.md")))
    #expect(try await !node.run(["member", "list"]).output.contains("bob"))
  }

  @Test("the pages are read as they are written")
  func reading() {
    let text = "a\n```sh\none\n```\n```console\ntwo\n```\n```sh other\nthree\nfour\n```\n"

    let blocks = Self.blocks(in: text)

    #expect(blocks.map(\.text) == ["one", "three\nfour"])
    #expect(blocks.map(\.isOfOther) == [false, true])
  }
}
