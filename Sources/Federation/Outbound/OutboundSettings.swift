import Model
import NIOCore
import NIOPosix

/// How the node behaves as a client; the defaults are for the open Internet.
package struct OutboundSettings: Sendable {
  /// Looks up the pins of an origin: nothing for a peer whom the authorities vouch for.
  package typealias PinLookup = @Sendable (_ host: String, _ port: Int) -> Set<SPKIPin>?

  /// Where a host's own record says that it is, in place of DNS; the guard looks at that as well.
  package typealias PlaceLookup = @Sendable (_ host: String, _ port: Int) -> HostMap.Place?

  package var userAgent: String
  /// Special addresses that may be reached all the same (`network.allow`).
  package var allowedNetworks: [CIDR] = []
  /// Names that do not go through DNS (`network.hosts`).
  package var hosts = HostMap()
  /// Only for tests and for private territories that chose it.
  package var allowPlainHTTP = false
  /// A PEM file of authorities to trust besides the system's.
  package var extraRootsFile: String?
  package var limits = OutboundLimits()
  package var resolver: any HostResolving = SystemResolver()
  package var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  /// What GET requests are charged to; without one they are not counted.
  package var budget: FetchBudget?
  package var pins: PinLookup
  /// Whether an authority has to vouch for a host besides its pin.
  package var asksAuthorities: @Sendable (_ host: String, _ port: Int) -> Bool = { _, _ in false }
  /// What this node shows to a host that it knows and that asks who connects; read anew, since it
  /// is renewed.
  package var identity: @Sendable () -> ClientIdentity? = { nil }
  /// Strangers are not told: some servers turn away certificates that no authority vouches for.
  package var isKnown: @Sendable (_ host: String, _ port: Int) -> Bool = { _, _ in false }
  package var places: PlaceLookup = { _, _ in nil }

  package init(userAgent: String, pins: @escaping PinLookup = { _, _ in nil }) {
    self.userAgent = userAgent
    self.pins = pins
  }
}

/// The bounds of everything the client does.
package struct OutboundLimits: Sendable {
  /// Connecting, TLS handshake included.
  package var connect: Duration = .seconds(5)
  /// Everything of one request; a request may ask for less, never for more.
  package var total: Duration = .seconds(30)
  package var perHost = 4
  package var atOnce = 256
  package var redirects = 3
  /// How long an unused connection stays open.
  package var idle: Duration = .seconds(60)
  /// How long a name's addresses are remembered.
  package var names: Duration = .seconds(30)
  /// How many places connections are kept to.
  package var destinations = 256

  package init() {}
}
