import Foundation
import Node
import Testing

@testable import MaillageCLI

/// A change of the certificate's key that the others hear of before.
@Suite struct CertificateCommandTests {
  @Test func theNextKeyIsAnnouncedBeforeItIsUsed() async throws {
    let home = try await CommandHome.make()
    let current = try home.node.certificate.pin
    #expect(try home.node.tlsPins == [current])

    let next = await home.run("certificate pin --next").output
    let again = await home.run("certificate pin --next").output

    #expect(next == again && next.hasPrefix("sha256/") && next != current)
    #expect(try home.node.tlsPins == [current, next])
    _ = await home.run("certificate renew")
    #expect(try home.node.tlsPins == [current, next])

    #expect(await home.run("certificate renew --next").exitCode == 0)

    #expect(try home.node.tlsPins == [next])
    #expect(await home.run("certificate renew --next").exitCode != 0)
    #expect(await home.run("certificate renew --next --new-key").exitCode == 2)
    try await home.close()
  }

  @Test func behindAProxyThereAreNoPins() async throws {
    let new = CommandHome.newHome()
    _ = try await CommandHome.initialise(
      new,
      "--host",
      "atelier.example",
      "--behind-proxy",
      "127.0.0.0/8"
    )
    let home = CommandHome(home: new, node: try await CommandHome.open(new))

    #expect(try home.node.tlsPins.isEmpty)
    #expect(await home.run("certificate pin --next").exitCode != 0)
    try await home.close()
  }
}
