import Foundation
import Signatures

extension Signer {
  /// The fields that sign one hop of an outbound request.
  ///
  /// `Host` is the client's own, and equal to the one signed.
  package func fields(
    for hop: OutboundHop,
    by scheme: SignatureScheme,
    now: Date
  ) throws -> [(String, String)] {
    guard let uri = TargetURI(hop.url) else {
      throw OutboundFailure.invalidURL(reason: "it cannot be signed for")
    }
    let request = RequestMessage(
      method: hop.method,
      uri: uri,
      fields: HeaderFields(hop.fields),
      body: BodyDigest(of: hop.body)
    )
    let given = Set(hop.fields.map { $0.0.lowercased() })
    return try sign(request, by: scheme, now: now).fields
      .filter { $0.name != "host" && !given.contains($0.name) }
      .map { ($0.name, $0.value) }
  }
}
