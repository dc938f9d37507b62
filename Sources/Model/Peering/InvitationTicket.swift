import Foundation

/// An invitation to a peering as it is handed over: on paper, as a link, as a QR code.
///
/// The text is `mt1` and base32 of fields with type and length, with a CRC-32 so that a typing
/// error is told from a wrong ticket (Protocol/peering.md).
package struct InvitationTicket: Hashable, Sendable {
  /// Why a text is no ticket.
  package enum Failure: Error, Hashable, Sendable {
    /// It does not begin like one.
    case notATicket
    /// A letter is wrong or missing.
    case mistyped
    /// It is whole and says too little or something that cannot be.
    case incomplete(String)
  }

  /// `https://host[:port]` of the node that invites.
  package var origin: String
  /// Its Ed25519 key, 32 bytes.
  package var key: [UInt8]
  /// SHA-256 hashes of the TLS keys it is known by.
  package var pins: [[UInt8]]
  /// `address:port` in place of DNS.
  package var addresses: [String]
  /// 8 bytes.
  package var id: [UInt8]
  /// 16 bytes; never sent over the network.
  package var secret: [UInt8]
  package var expiresAt: Date
  package var scopes: Set<Scope>
  package var territory: Digest?
  /// What the node that invites calls itself, only to be shown.
  package var name: String?

  package init(
    origin: String,
    key: [UInt8],
    pins: [[UInt8]] = [],
    addresses: [String] = [],
    id: [UInt8],
    secret: [UInt8],
    expiresAt: Date,
    scopes: Set<Scope>,
    territory: Digest? = nil,
    name: String? = nil
  ) {
    self.origin = origin
    self.key = key
    self.pins = pins
    self.addresses = addresses
    self.id = id
    self.secret = secret
    self.expiresAt = expiresAt
    self.scopes = scopes
    self.territory = territory
    self.name = name
  }

  static let prefix = "mt1"
  /// In bytes, before they become letters.
  static let longest = 1024
  static let mostPins = 2
  static let mostAddresses = 4
  /// In bytes.
  static let longestName = 100

  /// The ticket as a link: what follows `#` never leaves the browser.
  package var link: String { "\(origin)/join#\(text)" }
}

// MARK: - Text

extension InvitationTicket {
  private enum Field: UInt8 {
    case origin = 0x01
    case key, pin, address, id, secret, expiry, scopes, territory, name
  }

  package var text: String {
    var bytes: [UInt8] = []
    func add(_ field: Field, _ value: [UInt8]) {
      bytes += [field.rawValue, UInt8(truncatingIfNeeded: value.count)] + value
    }
    add(.origin, Array(origin.utf8.prefix(255)))
    add(.key, key)
    for pin in pins { add(.pin, pin) }
    for address in addresses { add(.address, Array(address.utf8.prefix(255))) }
    add(.id, id)
    add(.secret, secret)
    let seconds = UInt64(max(0, expiresAt.timeIntervalSince1970.rounded(.down)))
    add(.expiry, (0..<8).map { UInt8(truncatingIfNeeded: seconds >> UInt64(56 - 8 * $0)) })
    add(.scopes, [scopes.mask])
    if let territory { add(.territory, territory.bytes) }
    if let name, !name.isEmpty { add(.name, Self.shortened(name)) }
    let check = CRC32.of(bytes)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: check >> UInt32(24 - 8 * $0)) }
    return Self.prefix + Base32.encode(bytes)
  }

  /// As much of a name as a ticket has room for, with no letter cut in two.
  private static func shortened(_ name: String) -> [UInt8] {
    var name = name[...]
    while name.utf8.count > longestName { name = name.dropLast() }
    return Array(name.utf8)
  }

  /// Reads a ticket, or the link to one, as it was handed over: spaces and case do not matter.
  package init(_ typed: String) throws(Failure) {
    guard typed.utf8.count <= 4 * Self.longest else { throw .notATicket }
    let text = (typed.split(separator: "#").last ?? "").filter { !$0.isWhitespace }.lowercased()
    guard text.hasPrefix(Self.prefix) else { throw .notATicket }
    guard let bytes = Base32.decode(text.dropFirst(Self.prefix.count)), bytes.count > 4,
      bytes.count <= Self.longest
    else {
      throw .mistyped
    }
    let check = bytes.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard CRC32.of(bytes.dropLast(4)) == check else { throw .mistyped }
    try self.init(fields: try Self.fields(in: bytes.dropLast(4)))
  }

  private static func fields(
    in bytes: ArraySlice<UInt8>
  ) throws(Failure) -> [(type: UInt8, value: [UInt8])] {
    var rest = bytes
    var fields: [(type: UInt8, value: [UInt8])] = []
    while let type = rest.popFirst() {
      guard let length = rest.popFirst(), rest.count >= Int(length) else {
        throw .incomplete("its last field is cut off")
      }
      fields.append((type, Array(rest.prefix(Int(length)))))
      rest = rest.dropFirst(Int(length))
    }
    return fields
  }

  private init(fields: [(type: UInt8, value: [UInt8])]) throws(Failure) {
    func all(_ field: Field) -> [[UInt8]] {
      fields.filter { $0.type == field.rawValue }.map(\.value)
    }
    func one(_ field: Field, _ count: Int?, _ name: String) throws(Failure) -> [UInt8] {
      let values = all(field)
      guard values.count == 1, let value = values.first, count ?? value.count == value.count else {
        throw .incomplete("it has no usable \(name)")
      }
      return value
    }
    let expiry = try one(.expiry, 8, "date").reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let territory = all(.territory)
    let names = all(.name)
    self.init(
      origin: String(decoding: try one(.origin, nil, "address"), as: UTF8.self),
      key: try one(.key, 32, "key"),
      pins: all(.pin),
      addresses: all(.address).map { String(decoding: $0, as: UTF8.self) },
      id: try one(.id, 8, "number"),
      secret: try one(.secret, 16, "secret"),
      expiresAt: Date(timeIntervalSince1970: Double(min(expiry, 1 << 40))),
      scopes: Set(mask: try one(.scopes, 1, "scopes")[0]),
      territory: territory.first.flatMap { Digest($0) },
      name: names.first.flatMap { String(validating: $0, as: UTF8.self) }
    )
    guard Origin(of: origin)?.description == origin, origin.hasPrefix("https://") else {
      throw .incomplete("its address is not https://host")
    }
    guard pins.count <= Self.mostPins, pins.allSatisfy({ $0.count == 32 }),
      addresses.count <= Self.mostAddresses, territory.count <= 1,
      addresses.allSatisfy({ (3...255).contains($0.utf8.count) }),
      territory.isEmpty == (self.territory == nil), names.count <= 1,
      names.isEmpty == (name == nil),
      names.allSatisfy({ (1...Self.longestName).contains($0.count) })
    else { throw .incomplete("one of its fields cannot be") }
  }
}

extension InvitationTicket.Failure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notATicket: "That is no ticket: one begins with mt1, or is a link that ends with it."
    case .mistyped: "The ticket is damaged: a letter is wrong or missing. Copy it once more."
    case .incomplete(let what): "The ticket cannot be used: \(what). Ask for a new one."
    }
  }
}
