import Foundation

/// Tells systemd how the service is (sd_notify(3)); says nothing when systemd did not start it.
package struct SystemdNotify: Sendable {
  private let socketPath: String?

  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    socketPath = environment["NOTIFY_SOCKET"].flatMap { path in
      // A path or, with `@`, a name in the abstract namespace; unix(7) leaves 107 bytes for either.
      path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
    }.flatMap { (2...107).contains($0.utf8.count) ? $0 : nil }
  }

  /// The node serves.
  package func ready(status: String) {
    send(["READY=1", "STATUS=" + line(status)])
  }

  /// The node reads its configuration or certificate again; `ready` follows.
  package func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    send(["RELOADING=1", "MONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1_000)"])
  }

  /// The node ends its work.
  package func stopping() {
    send(["STOPPING=1"])
  }

  /// One line for `systemctl status`.
  package func status(_ text: String) {
    send(["STATUS=" + line(text)])
  }

  private func line(_ text: String) -> String {
    String(text.unicodeScalars.prefix(400).filter { $0.value >= 0x20 })
  }

  private func send(_ assignments: [String]) {
    guard let socketPath, var address = Self.address(of: socketPath) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(assignments.joined(separator: "\n").utf8)
    let length = socklen_t(MemoryLayout<sa_family_t>.size + socketPath.utf8.count)
    // Best effort, as in sd_notify(3): the node runs whether or not anyone listens.
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }

  private static func address(of path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }
}
