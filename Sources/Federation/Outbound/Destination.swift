/// A place that connections go to: a name, its checked address, and how it proves itself.
struct Destination: Hashable, Sendable {
  let scheme: OutboundURL.Scheme
  let host: String
  let port: Int
  let address: AdmittedAddress
  /// If there are pins, one of them must fit.
  let pins: Set<SPKIPin>?
  /// Whether an authority has to vouch for it although there are pins; without any it always has.
  let asksAuthorities: Bool
  /// What this node shows there if it is asked who it is.
  let identity: ClientIdentity?

  /// The URL the connection pool gets; the port may be the host map's, `Host` says the peer's own.
  func url(of target: String) -> String {
    "\(scheme.rawValue)://\(host):\(port)\(target)"
  }
}
