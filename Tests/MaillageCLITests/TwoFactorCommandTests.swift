import Foundation
import Testing

@testable import MaillageCLI

@Suite("maillage member two-factor")
struct TwoFactorCommandTests {
  @Test("asks for a code, shows what the app is given, and takes it back")
  func enabling() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")

    let trial = await home.run("member two-factor enable alice --dry-run")
    let before = await home.run("member two-factor status alice")
    let shown = await home.run("member two-factor enable alice")
    let second = await home.run("member two-factor enable alice")
    let status = try await home.json("member two-factor status alice") as? [String: Any]
    let renewed = try await home.json("member two-factor codes alice") as? [String: Any]

    #expect(trial.exitCode == 0)
    #expect(before.output.contains("password alone"))
    #expect(shown.output.contains("otpauth://totp/"))
    #expect(shown.output.contains("█"))
    #expect(second.exitCode != 0)
    #expect(status?["recoveryCodesLeft"] as? Int == 10)
    let codes = try #require(renewed?["recoveryCodes"] as? [String])
    #expect(codes.count == 10)
    #expect(!codes.contains(where: shown.output.contains))
    let log = await home.run("audit export").output
    #expect(log.contains("member two-factor enable"))
    #expect(!codes.contains(where: log.contains))
    #expect(await home.run("member two-factor disable alice").exitCode == 0)
    #expect(await home.run("member two-factor disable alice").exitCode != 0)
    #expect(await home.run("member two-factor codes alice").exitCode != 0)
    #expect(await home.run("member two-factor enable nobody").exitCode == 3)
    try await home.close()
  }
}
