/// Why a signature does not authenticate its sender; every doubt ends in one of these.
package enum SignatureFailure: Error, Hashable, Sendable {
  /// The request carries no signature.
  case missing
  /// More than one signature, or more than one reading of one.
  case ambiguous
  case malformed(Part)
  /// The key's name is not an http or https URL in plain form.
  case keyIDRefused
  /// An algorithm we do not speak, or not that of the key.
  case algorithmRefused
  /// The node asks for this to be covered and it is not.
  case uncovered(String)
  /// The signature covers a component that we do not know or the message does not have.
  case unavailable(String)
  case undated
  case stale
  case fromTheFuture
  case expired
  /// Signed for another host than ours.
  case otherHost
  /// The covered digest is not that of the content.
  case digestMismatch
  /// The key did not sign this.
  case invalid

  /// What could not be read.
  package enum Part: String, Sendable {
    case signature = "Signature"
    case signatureInput = "Signature-Input"
    case digest = "Digest"
    case contentDigest = "Content-Digest"
    case date = "Date"
    case field = "a covered field"
  }
}

extension SignatureFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing: "the request is not signed"
    case .ambiguous: "there is more than one signature"
    case .malformed(let part): "\(part.rawValue) cannot be read"
    case .keyIDRefused: "the key's name is not a plain http or https URL"
    case .algorithmRefused: "the algorithm is unknown or not that of the key"
    case .uncovered(let component): "the signature does not cover \(component)"
    case .unavailable(let component): "the signature covers \(component), which is not there"
    case .undated: "the signature says no time"
    case .stale: "the signature is too old"
    case .fromTheFuture: "the signature lies in the future"
    case .expired: "the signature has expired"
    case .otherHost: "the request was signed for another host"
    case .digestMismatch: "the digest is not that of the content"
    case .invalid: "the signature is not valid"
    }
  }
}
