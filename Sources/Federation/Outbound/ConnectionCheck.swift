import Foundation
import Model
import NIOCore

/// The last look at a fresh connection before it may carry a request.
///
/// AsyncHTTPClient hands a connection out only when this check has succeeded, and calls it right
/// when TCP and TLS stand. It must answer synchronously: a connection that closes between
/// question and answer would confuse the pool (docs/decisions/0005-outbound-client.md).
struct ConnectionCheck: Sendable {
  let destination: Destination

  func callAsFunction(_ channel: any Channel) -> EventLoopFuture<Void> {
    do {
      try check(channel)
      return channel.eventLoop.makeSucceededVoidFuture()
    } catch {
      // Closed a tick later, when the pool has forgotten the connection.
      channel.eventLoop.execute { channel.close(mode: .all, promise: nil) }
      return channel.eventLoop.makeFailedFuture(error)
    }
  }

  private func check(_ channel: any Channel) throws(OutboundFailure) {
    guard let address = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }),
      address.unmapped == destination.address.address.unmapped
    else {
      throw .unreachable(reason: "the connection leads elsewhere than to the checked address")
    }
    guard let pins = destination.pins else { return }
    guard let pin = try presentedPin(on: channel), pins.contains(pin) else {
      throw .tlsFailure(reason: "the key of \(destination.host) is not the one it is known by")
    }
  }

  private func presentedPin(on channel: any Channel) throws(OutboundFailure) -> SPKIPin? {
    do {
      return try SPKIPin.presented(on: channel)
    } catch {
      throw .tlsFailure(reason: "the peer's certificate cannot be read: \(error)")
    }
  }
}
