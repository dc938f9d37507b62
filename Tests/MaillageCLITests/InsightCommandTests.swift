import Foundation
import Testing

@testable import MaillageCLI

@Suite("Insight on the command line")
struct InsightCommandTests {
  @Test("figures, tables and pictures are printed, and say why a figure is not there")
  func showing() async throws {
    let home = try await CommandHome.make()
    #expect(await home.run("member add lea").exitCode == 0)

    let silo = try #require(try await home.json("insight silo --month 2026-05") as? [String: Any])
    #expect(silo["month"] as? String == "2026-05" && silo["counted"] as? Int == 0)
    #expect((silo["silo"] as? [String: Any])?["value"] == nil)
    let exchange = try #require(try await home.json("insight exchange") as? [String: Any])
    let given = try #require(exchange["given"] as? [String: Any])
    #expect(given["reason"] as? String == "unknown" && given["value"] == nil)
    #expect((try await home.json("insight sync") as? [Any])?.isEmpty == true)
    for line in [
      "insight exchange", "insight indicators posts --bars", "insight valves",
      "insight map --as lea",
    ] {
      let picture = await home.run("\(line) --svg --language en")
      #expect(picture.exitCode == 0, "\(line): \(picture.errors)")
      #expect(picture.output.hasPrefix("<svg "), "\(line)")
      #expect(await !home.run(line).output.contains("<svg"), "\(line)")
    }
    #expect(await home.run("insight silo --month 2026-5").exitCode == 1)
    #expect(await home.run("insight indicators secrets").exitCode == 1)
    #expect(await home.run("insight map --as nobody").exitCode == 3)
    try await home.close()
  }

  @Test("a member's own ties are shown with the member's password only")
  func mine() async throws {
    let home = try await CommandHome.make()
    #expect(await home.run("member add bob --password-stdin", input: "long enough").exitCode == 0)
    let line = "insight mine bob --password-stdin"

    #expect(await home.run(line, input: "something else").exitCode == 1)
    let mine = try #require(try await home.json(line, input: "long enough") as? [String: Any])
    #expect(mine["people"] as? Int == 0 && mine["bridges"] as? Double == 0)
    #expect(mine["constraint"] == nil)
    try await home.close()
  }
}
