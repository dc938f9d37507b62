import Foundation
import Node
import Testing

@testable import MaillageCLI

@Suite("Maintenance by command")
struct MaintenanceCommandTests {
  @Test("it survives a restart, is seen in status and doctor, and is in the audit log")
  func restart() async throws {
    let place = try await begun()

    let home = CommandHome(home: place, node: try await CommandHome.open(place))

    #expect(home.node.services.currentMaintenance?.message == "Nouveau disque.")
    let status = try #require(try await home.json("status") as? [String: Any])
    let shape = try #require(status["maintenance"] as? [String: Any])
    #expect(shape["isOn"] as? Bool == true)
    #expect(await home.run("status").output.contains("Nouveau disque."))
    #expect(await home.run("doctor inside").output.contains("maillage maintenance off"))
    #expect(await home.run("audit tail").output.contains("maintenance on"))
    #expect(await home.run("maintenance off").exitCode == 0)
    #expect(await home.run("maintenance off").exitCode == 3)
    let after = try #require(try await home.json("maintenance status") as? [String: Any])
    #expect(after["isOn"] as? Bool == false)
    try await home.close()
  }

  /// The home of a node that was put into maintenance, and is gone with its lock.
  private func begun() async throws -> NodeHome {
    let home = try await CommandHome.make()
    let begun = await home.run("maintenance on --message \"Nouveau disque.\" --reason disque")
    #expect(begun.exitCode == 0, "\(begun.errors)")
    try await home.node.close()
    return home.home
  }

  @Test("a trial changes nothing, and an end that is over or no time is refused")
  func refused() async throws {
    let home = try await CommandHome.make()

    #expect(await home.run("maintenance on --dry-run").exitCode == 0)
    #expect(home.node.services.currentMaintenance == nil)
    for line in [
      "maintenance on --until 2001-01-01T00:00:00Z", "maintenance on --until tomorrow",
      "maintenance on --message \(String(repeating: "x", count: 501))",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 1, "\(line)")
      #expect(!reply.errors.isEmpty)
    }
    #expect(home.node.services.currentMaintenance == nil)
    try await home.close()
  }

  @Test("a stopped node has nothing to reload")
  func stopped() async throws {
    let home = try await CommandHome.make()

    let reply = await home.run("config reload")

    #expect(reply.exitCode == 1)
    #expect(reply.errors.contains("when it starts"))
    try await home.close()
  }
}
