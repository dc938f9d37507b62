import Foundation
import Testing

@testable import Node

@Suite("sd_notify")
struct SystemdNotifyTests {
  @Test("The messages arrive at the socket that systemd names", arguments: [false, true])
  func sends(isAbstract: Bool) throws {
    let scratch = try ScratchDirectory()
    let path =
      isAbstract ? "@maillage-test-\(UInt64.random(in: 0 ... .max))" : scratch.file("notify")
    let socket = try DatagramSocket(path)
    let notify = SystemdNotify(environment: ["NOTIFY_SOCKET": path])

    notify.ready(status: "serving\nREADY=0")
    notify.reloading()
    notify.stopping()

    #expect(socket.receive() == "READY=1\nSTATUS=servingREADY=0")
    #expect(socket.receive().wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+/) != nil)
    #expect(socket.receive() == "STOPPING=1")
  }

  @Test(
    "Without a usable socket nothing happens",
    arguments: [
      nil, "", "relative", "@", "/nowhere/notify", "/" + String(repeating: "x", count: 200),
    ]
  )
  func silent(path: String?) {
    let environment = path.map { ["NOTIFY_SOCKET": $0] } ?? [:]

    SystemdNotify(environment: environment).ready(status: "serving")
  }
}

/// A socket such as systemd listens at.
private final class DatagramSocket {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    if path.hasPrefix("@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(result == 0)
    var timeout = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &timeout,
      socklen_t(MemoryLayout<timeval>.size)
    )
  }

  deinit {
    close(descriptor)
  }

  func receive() -> String {
    var bytes = [UInt8](repeating: 0, count: 1_024)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
