import Foundation
import Node
import Testing

@Suite("An archive's signature, asked for at the node that made it", .serialized)
struct ArchiveSignatureTests {
  @Test("another node takes it while it can ask for the key, and not without")
  func twoNodes() async throws {
    let territory = try await Territory()
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    _ = try await atelier.post("Le premier billet", "--audience", "public")
    let file = atelier.scratch.file("camille.zip")
    try await atelier.succeed(["member", "export", "camille", "--to", file])
    try await jardins.command("member", "add", "camille")

    let taken = try await jardins.run(["member", "import-archive", "camille", file])

    #expect(taken.exitCode == 0, "\(taken.output)\(taken.errors)")
    #expect(taken.output.contains("signed by \(atelier.origin)"), "\(taken.output)")
    #expect(
      try await jardins.command("member", "export", "camille").contains("Le premier billet")
    )

    try await atelier.stop()
    try await territory.mairie.command("member", "add", "camille")
    let unheard = try await territory.mairie.run(["member", "import-archive", "camille", file])
    #expect(unheard.exitCode == 1 && unheard.errors.contains("--unsigned"), "\(unheard.errors)")
  }
}
