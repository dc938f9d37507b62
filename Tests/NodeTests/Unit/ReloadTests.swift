import Foundation
import Testing

@testable import Node

@Suite("What a reload comes to")
struct ReloadTests {
  private func configuration(_ yaml: String) throws -> NodeConfiguration {
    try NodeConfiguration(yaml: "node:\n  host: a.example\n\(yaml)")
  }

  @Test("Of every setting it is said, once, whether it needs a restart")
  func complete() {
    let keys = Set(NodeConfiguration.settings.all.map(\.key))
    let (atReload, atRestart) = (SettingEffect.atReload, SettingEffect.atRestart)

    #expect(keys.subtracting(atReload).subtracting(atRestart) == [])
    #expect(atReload.union(atRestart).subtracting(keys) == [])
    #expect(atReload.intersection(atRestart) == [])
  }

  @Test("What needs a restart stays as it was, and is named again the next time")
  func partly() throws {
    let running = try configuration("posts:\n  maxCharacters: 500\nlimits:\n  maxConnections: 10")
    let wanted = try configuration("posts:\n  maxCharacters: 600\nlimits:\n  maxConnections: 20")

    let first = ConfigurationReload(from: running, to: wanted)
    let second = ConfigurationReload(from: first.configuration, to: wanted)

    #expect(first.applied == [.init(key: "posts.maxCharacters", from: "500", to: "600")])
    #expect(first.needsRestart == [.init(key: "limits.maxConnections", from: "10", to: "20")])
    #expect(first.unchanged == NodeConfiguration.settings.all.count - 2)
    #expect(first.configuration.postsMaxCharacters == 600)
    #expect(first.configuration.limitsMaxConnections == 10)
    #expect(second.applied.isEmpty)
    #expect(second.needsRestart == first.needsRestart)
  }

  @Test("A secret is not told")
  func secret() throws {
    let wanted = try configuration("metrics:\n  token: a-secret-of-the-admin")

    let reload = ConfigurationReload(from: try configuration(""), to: wanted)

    #expect(reload.applied == [.init(key: "metrics.token", from: "", to: "(hidden)")])
  }

  @Test("What is sound only as a whole waits as a whole")
  func whole() throws {
    let proxied = "proxy:\n  trusted: [127.0.0.1]\nserver:\n  port: 8080\ntls:\n  mode: proxy"
    let running = try configuration(proxied)
    let wanted = try configuration("posts:\n  maxCharacters: 600")

    let reload = ConfigurationReload(from: running, to: wanted)

    #expect(reload.applied.isEmpty)
    #expect(
      Set(reload.needsRestart.map(\.key))
        == ["proxy.trusted", "server.port", "tls.mode", "posts.maxCharacters"]
    )
    #expect(reload.configuration.proxyTrusted == running.proxyTrusted)
  }
}
