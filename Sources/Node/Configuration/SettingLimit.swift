import Federation
import Foundation
import Model

/// What a value must keep to beyond its type, in a form people can read.
package struct SettingLimit<Value>: Sendable {
  /// Replaces what the type expects; nothing when the type says it all.
  let expectation: String?
  let allows: @Sendable (Value) -> Bool

  static var any: Self { Self(expectation: nil) { _ in true } }
}

extension SettingLimit where Value == Int {
  static func range(_ range: ClosedRange<Int>, of unit: String? = nil) -> Self {
    Self(expectation: expectation(range, of: unit), allows: range.contains)
  }

  fileprivate static func expectation(_ range: ClosedRange<Int>, of unit: String?) -> String {
    let unit = unit.map { " (\($0))" } ?? ""
    return "a whole number from \(range.lowerBound) to \(range.upperBound)" + unit
  }
}

extension SettingLimit where Value == Int? {
  static func range(_ range: ClosedRange<Int>, of unit: String? = nil) -> Self {
    Self(expectation: SettingLimit<Int>.expectation(range, of: unit)) { value in
      value.map(range.contains) ?? true
    }
  }
}

extension SettingLimit where Value == String {
  static func text(upTo length: Int) -> Self {
    Self(expectation: "a text of at most \(length) characters") { $0.count <= length }
  }

  /// The host of the node: a DNS name in lower case or an IP address, without scheme or port.
  static var hostName: Self {
    Self(expectation: "a host name such as `social.example.org`, without `https://` and port") {
      HostName.isValid($0)
    }
  }

  static var languageTag: Self {
    Self(expectation: "a language tag such as `fr` or `br-FR`") { tag in
      tag.utf8.count <= 35 && tag.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) != nil
    }
  }
}

extension SettingLimit where Value == String {
  static var timeZone: Self {
    Self(expectation: "a time zone such as `Europe/Paris`") { TimeZone(identifier: $0) != nil }
  }

  static var colour: Self {
    Self(expectation: "a colour such as `#0f6b6b`, or nothing") {
      $0.isEmpty || Colour($0) != nil
    }
  }
}

extension SettingLimit where Value == String? {
  static func text(upTo length: Int) -> Self {
    Self(expectation: "a text of at most \(length) characters") { ($0?.count ?? 0) <= length }
  }

  static var path: Self {
    Self(expectation: "a path of a file") { path in
      path.map { !$0.utf8.contains(0) && $0.utf8.count < 4_096 } ?? true
    }
  }

  static var siren: Self {
    Self(expectation: "a SIREN, nine digits such as `356 000 000`") { number in
      number.map { SIREN(typed: $0) != nil } ?? true
    }
  }

  static var rna: Self {
    Self(expectation: "an RNA number such as `W442000001`") { number in
      number.map { RNA(typed: $0) != nil } ?? true
    }
  }

  static var endpoint: Self {
    Self(expectation: "scheme, host and perhaps a port, such as `https://s3.example`") { text in
      text.map { Origin(of: $0)?.description == $0 } ?? true
    }
  }

  static var bucket: Self {
    Self(expectation: "a bucket's name: 3 to 63 of `a-z`, `0-9`, `.` and `-`") { name in
      name.map { $0.wholeMatch(of: /[a-z0-9][a-z0-9.\-]{2,62}/) != nil } ?? true
    }
  }

  static func secret(atLeast length: Int) -> Self {
    Self(expectation: "a secret of at least \(length) letters, digits or `-._~+/=`") { secret in
      secret.map { $0.count >= length && $0.wholeMatch(of: /[A-Za-z0-9._~+\/=-]+/) != nil } ?? true
    }
  }
}

extension SettingLimit where Value == [String] {
  /// A code that is none is warned of by doctor and not refused: communes merge, and a node must not
  /// fail to start for that.
  static func places(upTo count: Int) -> Self {
    Self(
      expectation: "a list of at most \(count) names or INSEE codes (not postal codes) of communes"
    ) { places in
      places.count <= count
        && places.allSatisfy { (1...200).contains($0.count) }
    }
  }

  static func addresses(upTo count: Int) -> Self {
    Self(expectation: "a list of at most \(count) addresses with a port, `192.0.2.1:8443`") {
      addresses in
      addresses.count <= count && addresses.allSatisfy { HostMap.place($0)?.port != nil }
    }
  }
}

extension SettingLimit where Value == [CIDR] {
  static func entries(upTo count: Int) -> Self {
    Self(expectation: "a list of at most \(count) blocks of addresses such as `10.0.0.0/8`") {
      $0.count <= count
    }
  }
}

extension SettingLimit where Value == [String: HostMap.Place] {
  static var hosts: Self {
    Self(expectation: "a map of host names to IP addresses, each perhaps with a port") { hosts in
      hosts.count <= 10_000 && hosts.keys.allSatisfy(HostName.isName)
    }
  }
}

extension SettingLimit where Value == [String: [String]] {
  /// Pins of certificates, as RFC 7469 §2.4 computes them.
  static var pins: Self {
    Self(expectation: "a map of `host` or `host:port` to a list of pins `sha256/…`") { pins in
      pins.allSatisfy { authority, pins in
        HostName.isValidAuthority(authority) && (1...8).contains(pins.count)
          && pins.allSatisfy { SPKIPin($0) != nil }
      }
    }
  }
}
