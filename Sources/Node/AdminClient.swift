import AsyncHTTPClient
import Foundation
import NIOCore

/// Speaks with the node that serves a home.
package struct AdminClient: Sendable {
  /// Why a node that should be there did not answer.
  package struct Unreachable: Error, CustomStringConvertible {
    package let description: String
  }

  private let home: NodeHome

  /// Nothing when no node serves the home: then the home can be opened here.
  package init?(home: NodeHome) {
    guard Self.isListening(at: home.adminSocket) else { return nil }
    self.home = home
  }

  /// Whether somebody takes connections there; what a killed server left behind takes none.
  private static func isListening(at path: String) -> Bool {
    #if os(Linux)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
    let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let isShort = withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      guard path.utf8.count < bytes.count else { return false }
      bytes.copyBytes(from: path.utf8)
      return true
    }
    guard isShort else { return false }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// Sends a command and waits for its end.
  package func send(_ request: AdminRequest) async throws -> AdminReply {
    let allowed = CharacterSet.alphanumerics
    guard let path = home.adminSocket.addingPercentEncoding(withAllowedCharacters: allowed) else {
      throw Unreachable(description: "\(home.adminSocket) is no usable path.")
    }
    var message = HTTPClientRequest(url: "http+unix://\(path)/command")
    message.method = .POST
    message.headers.add(name: "content-type", value: "application/json")
    message.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(request)))
    try await requireAnswer(at: "http+unix://\(path)/")
    do {
      let response = try await HTTPClient.shared.execute(message, timeout: .minutes(10))
      guard response.status == .ok else {
        throw Unreachable(description: "The node answered \(response.status) to the command.")
      }
      let body = try await response.body.collect(upTo: 256 << 20)
      return try JSONDecoder().decode(AdminReply.self, from: Data(buffer: body))
    } catch let error as Unreachable {
      throw error
    } catch {
      throw Unreachable(
        description: "The node in \(home.path) does not answer at its admin socket: \(error)."
      )
    }
  }

  /// A command may take its time, but a server that is well answers at once, if only with 404.
  private func requireAnswer(at url: String) async throws {
    do {
      _ = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
    } catch {
      throw Unreachable(
        description: """
          The node in \(home.path) runs, but does not answer at its admin socket (\(error)).
          Look at its log; if it hangs, restart it.
          """
      )
    }
  }
}
