import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Homes and the way to the node")
struct HomeTests {
  @Test("init prints the pin and what comes next, and refuses a home that is in use")
  func initMakesAHome() async throws {
    let home = CommandHome.newHome()

    let report = try await CommandHome.initialise(home, "--host", "atelier.example")

    #expect(report.text.contains("sha256/"))
    #expect(report.text.contains("maillage serve --home \(home.path)"))
    await #expect(throws: StartupFailure.homeNotEmpty(path: home.path)) {
      try await CommandHome.initialise(home, "--host", "atelier.example")
    }
    try FileManager.default.removeItem(atPath: home.path)
  }

  @Test("an init that was interrupted can be repeated and keeps its keys")
  func initCanBeRepeated() async throws {
    let home = CommandHome.newHome()
    let first = try await CommandHome.initialise(home, "--host", "atelier.example")
    try FileManager.default.removeItem(atPath: home.configurationFile)

    let second = try await CommandHome.initialise(home, "--host", "atelier.example")

    #expect(second.json == first.json)
    try FileManager.default.removeItem(atPath: home.configurationFile)
    await #expect(throws: StartupFailure.homeNotEmpty(path: home.path)) {
      try await CommandHome.initialise(home, "--host", "other.example")
    }
    try FileManager.default.removeItem(atPath: home.path)
  }

  @Test("a certificate that is not there leaves no half-made home, nor does a trial")
  func nothingIsLeftBehind() async throws {
    let home = CommandHome.newHome()

    await #expect(throws: StartupFailure.self) {
      try await CommandHome.initialise(
        home,
        "--host",
        "a.example",
        "--certificate",
        "/nowhere/c.pem",
        "--key",
        "/nowhere/k.pem"
      )
    }
    let trial = try await CommandHome.initialise(home, "--host", "a.example", "--dry-run")

    #expect(trial.text.contains("Nothing was changed"))
    #expect(!FileManager.default.fileExists(atPath: home.path))
  }

  @Test("behind a proxy the node listens at its own machine only")
  func proxyMode() async throws {
    let home = CommandHome.newHome()

    _ = try await CommandHome.initialise(
      home,
      "--host",
      "a.example",
      "--behind-proxy",
      "127.0.0.1/32"
    )

    let configuration = try NodeConfiguration(home: home, environment: [:])
    #expect(configuration.tlsMode == .proxy)
    #expect(configuration.serverPort == 8080)
    #expect(configuration.serverAddress == IPAddress("127.0.0.1"))
    try FileManager.default.removeItem(atPath: home.path)
  }

  @Test("a broken configuration is reported with line and key")
  func configurationIsChecked() async throws {
    let home = CommandHome.newHome()
    _ = try await CommandHome.initialise(home, "--host", "a.example")
    let sound = try ConfigCommand.Check.report(on: home)
    try Data("node:\n  host: a.example\n  prot: 8443\n".utf8)
      .write(to: URL(filePath: home.configurationFile))

    let broken = try ConfigCommand.Check.report(on: home)

    #expect(sound.exitCode == 0)
    #expect(broken.exitCode == 1)
    #expect(broken.text.contains("maillage.yaml:3:3"))
    #expect(broken.text.contains("node.port"))
    try FileManager.default.removeItem(atPath: home.path)
  }

  @Test("a home that somebody holds and nobody answers for ends with 4")
  func heldHomeIsUnanswered() async throws {
    let home = try await CommandHome.make()
    let request = AdminRequest(arguments: ["status"], input: nil, caller: "tester")

    let reply = await CommandRun(home: home.home, patience: .milliseconds(50)).reply(to: request)

    #expect(reply.exitCode == 4)
    #expect(reply.errors.contains("admin socket"))
    try await home.close()
  }

  @Test("a stopped node is opened by the command itself; a missing one is not found")
  func stoppedNodeIsOpened() async throws {
    let home = CommandHome.newHome()
    let request = AdminRequest(arguments: ["status"], input: nil, caller: "tester")
    let missing = await CommandRun(home: home).reply(to: request)
    _ = try await CommandHome.initialise(home, "--host", "a.example")

    let stopped = await CommandRun(home: home).reply(to: request)

    #expect(missing.exitCode == 3)
    #expect(stopped.exitCode == 0)
    #expect(stopped.output.contains("stopped"))
    try FileManager.default.removeItem(atPath: home.path)
  }

  @Test("another version is refused with advice")
  func otherVersionIsRefused() async throws {
    let home = try await CommandHome.make()
    var request = AdminRequest(arguments: ["status"], input: nil, caller: "tester")
    request.version = "0.0.0"

    let reply = await CommandExecution(node: home.node).reply(to: request)

    #expect(reply.exitCode == 1)
    #expect(reply.errors.contains("Restart"))
    try await home.close()
  }

  @Test("a sound home passes the doctor's look; a key that others can read does not")
  func doctorLooks() async throws {
    let home = CommandHome.newHome()
    _ = try await CommandHome.initialise(home, "--host", "a.example")
    let look = { HomeExamination(home: home, now: SystemClock.now()).checks() }

    let sound = look()
    chmod(home.rsaKey, 0o644)
    let open = look()

    #expect(!sound.contains { $0.result == .failed && $0.check != "disk" })
    #expect(open.contains { $0.check == "keys" && $0.result == .failed && $0.mend != nil })
    try FileManager.default.removeItem(atPath: home.path)
  }
}
