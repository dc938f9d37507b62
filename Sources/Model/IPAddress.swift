/// An IPv4 or IPv6 address as a number, free of the many ways to spell one.
package enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  case v6(UInt128)

  /// Reads the strict textual forms of RFC 6943 §3.1.1 and RFC 4291 §2.2.
  ///
  /// Octal, hexadecimal, shortened IPv4 literals and zone identifiers are refused: whoever accepts
  /// them must check the address they turn into, not the text.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 45 else { return nil }
    let bytes = Array(text.utf8)
    let parsed =
      bytes.contains(UInt8(ascii: ":")) ? Self.v6(reading: bytes) : Self.v4(reading: bytes)
    guard let parsed else { return nil }
    self = parsed
  }

  /// Takes 4 or 16 bytes in network order, as the sockets and X.509 hold them.
  package init?(networkBytes bytes: some Collection<UInt8>) {
    switch bytes.count {
    case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
    case 16: self = .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) })
    default: return nil
    }
  }

  /// The IPv4 address inside an IPv4-mapped one (`::ffff:0:0/96`, RFC 4291 §2.5.5.2), else itself.
  ///
  /// A socket connected to the mapped form reaches the IPv4 host, so the two must be judged alike.
  package var unmapped: IPAddress {
    guard case .v6(let bits) = self, bits >> 32 == 0xffff else { return self }
    return .v4(UInt32(truncatingIfNeeded: bits))
  }

  /// 32 or 128.
  package var bitWidth: Int {
    switch self {
    case .v4: 32
    case .v6: 128
    }
  }

  /// The address with all but the first `length` bits cleared.
  package func prefix(_ length: Int) -> IPAddress {
    let dropped = max(0, bitWidth - length)
    return switch self {
    // A smart shift by the whole width gives 0.
    case .v4(let bits): .v4((bits >> UInt32(dropped)) << UInt32(dropped))
    case .v6(let bits): .v6((bits >> UInt128(dropped)) << UInt128(dropped))
    }
  }
}

// MARK: - Reading

extension IPAddress {
  private static func v4(reading bytes: [UInt8]) -> IPAddress? {
    quad(bytes[...]).map { .v4($0) }
  }

  private static func quad(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let octet = octet(part) else { return nil }
      bits = bits << 8 | UInt32(octet)
    }
    return bits
  }

  /// One decimal octet; a leading zero would be octal to some readers and decimal to others.
  private static func octet(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard (1...3).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0")
    else {
      return nil
    }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return UInt8(exactly: value)
  }

  private static func v6(reading bytes: [UInt8]) -> IPAddress? {
    guard let gap = firstGap(in: bytes) else {
      return groups(bytes[...]).flatMap { $0.count == 8 ? .v6(joined($0)) : nil }
    }
    guard let head = groups(bytes[..<gap]), let tail = groups(bytes[(gap + 2)...]),
      head.count + tail.count <= 7,
      !(bytes[..<gap].contains(UInt8(ascii: ".")))
    else { return nil }
    let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
    return .v6(joined(head + zeros + tail))
  }

  private static func firstGap(in bytes: [UInt8]) -> Int? {
    let colon = UInt8(ascii: ":")
    return bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
  }

  /// The 16-bit groups of one side of `::`, of which the last may be a dotted quad.
  private static func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
    guard !bytes.isEmpty else { return [] }
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var result: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let quad = quad(part) else { return nil }
        result += [UInt16(quad >> 16), UInt16(truncatingIfNeeded: quad)]
      } else {
        guard let group = group(part) else { return nil }
        result.append(group)
      }
    }
    return result.count <= 8 ? result : nil
  }

  private static func group(_ digits: ArraySlice<UInt8>) -> UInt16? {
    let text = String(decoding: digits, as: UTF8.self)
    guard (1...4).contains(digits.count), text.allSatisfy(\.isHexDigit) else { return nil }
    return UInt16(text, radix: 16)
  }

  private static func joined(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }
}

// MARK: - Writing

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the canonical form of RFC 5952.
  package var description: String {
    switch self {
    case .v4(let bits): Self.dotted(bits)
    case .v6(let bits): Self.canonical(bits)
    }
  }

  private static func dotted(_ bits: UInt32) -> String {
    "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
  }

  private static func canonical(_ bits: UInt128) -> String {
    if bits >> 32 == 0xffff { return "::ffff:" + dotted(UInt32(truncatingIfNeeded: bits)) }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    let text = { (slice: ArraySlice<UInt16>) in
      slice.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let run = longestZeroRun(groups)
    guard run.count >= 2 else { return text(groups[...]) }
    return text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > best.count { best = start..<index }
      start = index + 1
    }
    return best
  }
}
