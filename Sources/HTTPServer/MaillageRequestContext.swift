import Federation
import Hummingbird
import Model
import NIOCore

/// What travels with a request: its id, its logger and where it came from.
package struct MaillageRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Random, in each log line of the request and in its answer.
  package let requestID: String
  /// Who holds the other end of the connection; nothing for one that has no address.
  package let peerAddress: IPAddress?
  /// Who asks: the peer, or whom a trusted proxy names.
  package var clientAddress: IPAddress?

  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    requestID = Self.newID()
    // An HTTP/2 stream has the address of its connection.
    let channel = source.channel
    self.channel = channel
    let address = channel.remoteAddress ?? channel.parent?.remoteAddress
    peerAddress = (address?.ipAddress).flatMap { IPAddress($0)?.unmapped }
    clientAddress = peerAddress
    logger[metadataKey: "hb.request.id"] = nil
    logger[metadataKey: "request"] = .string(requestID)
  }

  package var id: String { requestID }

  /// The pin of the certificate that the client presented in TLS; nothing without one.
  package var clientPin: SPKIPin? {
    get async { await clientProof.presented }
  }

  /// How the client proves itself in TLS, if that ends here and not at a proxy.
  ///
  /// Few requests ask, so it is not looked up before: that takes a turn of the event loop.
  package var clientProof: SPKIPin.Presentation {
    get async {
      // The handler of TLS is at the connection, below the streams of HTTP/2.
      for channel in [channel, channel.parent].compactMap(\.self) {
        let proof = try? await channel.eventLoop.submit { SPKIPin.presentation(on: channel) }.get()
        if let proof, proof != .withoutTLS { return proof }
      }
      return .withoutTLS
    }
  }

  private static func newID() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
