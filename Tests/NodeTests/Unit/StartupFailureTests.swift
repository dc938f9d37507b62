import NIOCore
import NIOPosix
import Testing

@testable import Node

@Suite("Start-up failures")
struct StartupFailureTests {
  @Test("A port in use is told apart from other errors of opening it")
  func portInUse() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let first = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(first.localAddress?.port)

    let error = await #expect(throws: (any Error).self) {
      _ = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: port).get()
    }
    try await first.close()

    let failure = try StartupFailure(listeningAt: "127.0.0.1", port: port, error: #require(error))
    #expect(failure == .addressInUse(address: "127.0.0.1", port: port))
    #expect(StartupFailure(listeningAt: "::", port: 1, error: CancellationError()) == nil)
  }

  @Test("Each failure says what happened and what to do next")
  func messages() {
    let failure = StartupFailure.permissionsTooOpen(
      path: "keys",
      mode: 0o755,
      mend: "chmod 700 keys"
    )

    #expect(
      failure.description == "Others can get at keys (mode 755).\nMend it: chmod 700 keys"
    )
  }
}
