import Foundation
import Signatures

/// What became of one attempt to deliver.
enum DeliveryResult: Sendable {
  /// Taken; with the signature scheme that worked.
  case delivered(SignatureScheme)
  /// Will never be taken.
  case refused(String)
  /// This delivery failed, the host is well.
  case failed(String)
  /// The host does not answer as a host should; nothing else is tried for a while.
  case hostDown(String, retryAfter: TimeInterval?)
  /// The node is stopping: nothing is recorded.
  case interrupted
}
