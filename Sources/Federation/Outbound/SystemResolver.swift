import Foundation
import Model
import NIOPosix
import Synchronization

/// Asks the system's resolver (`getaddrinfo`) on a few threads of its own.
///
/// `getaddrinfo` blocks and cannot be stopped: a lookup that is given up keeps its thread until it
/// ends, so threads and waiting lookups are bounded and apart from all other work.
package final class SystemResolver: HostResolving {
  private static let threads = 8
  private static let maximumPending = 256

  private let pool = NIOThreadPool(numberOfThreads: SystemResolver.threads)
  private let state = Mutex((isStarted: false, pending: 0))

  package init() {}

  deinit {
    pool.shutdownGracefully { _ in }
  }

  package func addresses(of host: String) async throws(OutboundFailure) -> [IPAddress] {
    try begin()
    let answer = OneAnswer<Result<[IPAddress], OutboundFailure>>()
    pool.submit { [self] runState in
      let result = runState == .active ? Self.lookUp(host) : .failure(.cancelled)
      state.withLock { $0.pending -= 1 }
      answer.give(result)
    }
    return try await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      answer.give(.failure(.cancelled))
    }.get()
  }

  /// Counts one lookup in; the threads start with the first.
  private func begin() throws(OutboundFailure) {
    let admitted = state.withLock { state in
      guard state.pending < Self.maximumPending else { return false }
      if !state.isStarted { pool.start() }
      state.isStarted = true
      state.pending += 1
      return true
    }
    guard admitted else { throw .unreachable(reason: "too many name lookups under way") }
  }

  private static func lookUp(_ host: String) -> Result<[IPAddress], OutboundFailure> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if os(Linux)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
    hints.ai_socktype = SOCK_STREAM
    #endif
    var first: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &first)
    guard code == 0 else {
      return .failure(.unreachable(reason: "\(host): \(String(cString: gai_strerror(code)))"))
    }
    defer { freeaddrinfo(first) }
    let all = sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }
    return .success(all.prefix(16).compactMap { $0.flatMap { address(in: $0.pointee) } })
  }

  private static func address(in entry: addrinfo) -> IPAddress? {
    guard let storage = UnsafeRawPointer(entry.ai_addr) else { return nil }
    switch entry.ai_family {
    case AF_INET:
      var address = storage.loadUnaligned(as: sockaddr_in.self).sin_addr
      return withUnsafeBytes(of: &address) { IPAddress(networkBytes: $0) }
    case AF_INET6:
      var address = storage.loadUnaligned(as: sockaddr_in6.self).sin6_addr
      return withUnsafeBytes(of: &address) { IPAddress(networkBytes: $0) }
    default:
      return nil
    }
  }
}

/// A value given at most once, which one task awaits; later gifts are dropped.
private final class OneAnswer<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case given(Value)
  }

  private let state = Mutex(State.open)

  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let given: Value? = state.withLock { state in
          if case .given(let value) = state { return value }
          state = .awaited(continuation)
          return nil
        }
        if let given { continuation.resume(returning: given) }
      }
    }
  }

  func give(_ value: Value) {
    let waiting: CheckedContinuation<Value, Never>? = state.withLock { state in
      switch state {
      case .open:
        state = .given(value)
        return nil
      case .awaited(let continuation):
        state = .given(value)
        return continuation
      case .given:
        return nil
      }
    }
    waiting?.resume(returning: value)
  }
}
