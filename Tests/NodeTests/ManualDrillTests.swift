import Foundation
import Node
import Testing

/// Takes the commands out of a page of the manual and types them, in their order, in one shell.
@Suite("The manual's page on backups", .serialized)
struct ManualDrillTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/manual/backup.md")

  /// The lines between ```` ```sh ```` and ```` ``` ````, block by block.
  static func blocks(in text: String) -> [String] {
    text.components(separatedBy: "```sh\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
  }

  /// What an admin has and a test has not: a service manager, and a directory for all backups.
  private static let stage = """
    set -eu
    cd "$STAGE"
    maillage() { "$PROGRAM" "$@"; }
    systemctl() {
      if [ "$1" = start ]; then
        "$PROGRAM" serve >> serve.log 2>&1 &
        SERVER=$!
        for _ in $(seq 300); do
          if grep -q "The node serves." serve.log; then : > serve.log; return 0; fi
          sleep 0.1
        done
        cat serve.log >&2; return 1
      fi
      if [ -n "${SERVER:-}" ]; then kill "$SERVER"; wait "$SERVER"; SERVER=; fi
    }
    trap 'if [ -n "${SERVER:-}" ]; then kill "$SERVER"; fi' EXIT
    systemctl start maillage

    """

  @Test("each command on it does what it says")
  func drill() async throws {
    let node = try await NodeProcess.make("drill.test")
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let blocks = Self.blocks(in: text)
    #expect(blocks.count >= 9)
    let backups = node.scratch.file("backups")
    var script = Self.stage
    for (number, block) in blocks.enumerated() {
      // A name has one second; an admin takes longer from one to the next.
      script += "sleep 1.1; echo \"block \(number)\" >&2\n"
      script += block.replacing("/var/backups/maillage", with: backups) + "\n"
    }
    script += "systemctl stop maillage\necho done\n"
    try node.scratch.write(script, to: "drill.sh")

    let child = try ChildProcess(
      "/bin/bash",
      [node.scratch.file("drill.sh")],
      environment: [
        "STAGE": node.scratch.path, "PROGRAM": try Program.path(),
        "MAILLAGE_HOME": node.home.path,
      ],
      output: node.scratch.file("drill.out"),
      errors: node.scratch.file("drill.err")
    )
    let exitCode = try await child.end(within: .seconds(180))

    let errors = node.text(of: node.scratch.file("drill.err"))
    #expect(exitCode == 0, "\(errors)")
    let output = node.text(of: node.scratch.file("drill.out"))
    #expect(output.hasSuffix("done\n"), "\(output)\n\(errors)")
    #expect(output.contains("are whole"))
    let older = NodeHome(path: node.scratch.file("older-home"))
    #expect(FileManager.default.fileExists(atPath: older.database))
    #expect(Backups(directory: backups).all().count == 2)
  }
}
