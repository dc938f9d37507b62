import Model
import Synchronization
import Testing

@testable import Federation

/// A resolver that gives the answers of a script, the last one for ever.
final class ScriptedResolver: HostResolving {
  private let script: [[IPAddress]]
  private let asked = Mutex(0)

  init(_ script: [String]...) {
    self.script = script.map { $0.compactMap { IPAddress($0) } }
  }

  var questions: Int { asked.withLock { $0 } }

  func addresses(of host: String) async throws(OutboundFailure) -> [IPAddress] {
    let index = asked.withLock { asked in
      defer { asked += 1 }
      return asked
    }
    return script[min(index, script.count - 1)]
  }
}

extension OutboundSettings {
  /// Settings that change nothing of the guard; plain HTTP is allowed since most tests need no TLS.
  static func guarded(pins: @escaping PinLookup = { _, _ in nil }) -> OutboundSettings {
    var settings = OutboundSettings(userAgent: "maillage-test", pins: pins)
    settings.allowPlainHTTP = true
    settings.limits.names = .zero
    return settings
  }

  /// Settings under which `peer.test` is on loopback.
  static func onLoopback(pins: @escaping PinLookup = { _, _ in nil }) throws -> OutboundSettings {
    var settings = guarded(pins: pins)
    settings.allowedNetworks = [try #require(CIDR("127.0.0.1"))]
    settings.hosts = try HostMap(["peer.test": "127.0.0.1", "other.test": "127.0.0.1"])
    return settings
  }
}

/// Makes a client, lets the body use it, and shuts it down.
@discardableResult
func withClient<Value>(
  _ settings: OutboundSettings,
  _ body: (OutboundClient) async throws -> Value
) async throws -> Value {
  let client = try OutboundClient(settings)
  do {
    let value = try await body(client)
    await client.shutdown()
    return value
  } catch {
    await client.shutdown()
    throw error
  }
}
