import Foundation
import Model
import Node
import Storage
import Testing

@testable import MaillageCLI

@Suite("The clock by command")
struct ClockCommandTests {
  @Test("a clock that was set forward is doubted until an admin confirms it, over restarts")
  func confirm() async throws {
    let home = try await doubted()

    let status = try #require(try await home.json("status") as? [String: Any])
    #expect((status["clockDoubt"] as? [String: Any])?["ahead"] as? Double == 86_400)
    #expect(await home.run("doctor inside").output.contains("maillage clock confirm"))
    #expect(await home.run("clock confirm --dry-run").exitCode == 0)
    #expect(home.node.clock.isDoubtful(at: Date()))
    let reply = await home.run("clock confirm")
    #expect(reply.exitCode == 0, "\(reply.errors)")
    #expect(!home.node.clock.isDoubtful(at: Date()))
    #expect(try await home.node.database.read { try $0.state.value("clockDoubt") } == nil)
    #expect(await home.run("audit tail").output.contains("clock confirm"))
    #expect(await home.run("clock confirm").exitCode == 3)
    try await home.close()
  }

  /// A node that was stopped while it doubted its clock, and runs again.
  private func doubted() async throws -> CommandHome {
    let place = try await stopped()
    return CommandHome(home: place, node: try await CommandHome.open(place))
  }

  private func stopped() async throws -> NodeHome {
    let home = try await CommandHome.make()
    try await home.node.database.write { try $0.state.set("clockDoubt", to: "86400.0 259200.0") }
    try await home.node.close()
    return home.home
  }
}
