import Federation
import Logging
import Model

/// A value in the form the file and the environment hold it.
package enum SettingText: Hashable, Sendable {
  case one(String)
  /// The entries of a list; those of a map as `name=value`.
  case many([String])
}

/// How a value is written in YAML.
package enum SettingShape: Sendable {
  case scalar
  case list
  case map
}

/// A type that a setting can have.
package protocol SettingValue: Equatable, Sendable {
  /// Completes the sentence "this setting expects …".
  static var expectation: String { get }
  static var shape: SettingShape { get }

  init?(_ text: SettingText)
  var settingText: SettingText { get }
}

extension SettingValue {
  package static var shape: SettingShape { .scalar }
}

/// A type whose values are a few words.
package protocol SettingChoice: SettingValue, RawRepresentable, CaseIterable
where RawValue == String {}

extension SettingChoice {
  package static var expectation: String {
    "one of " + allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }

  package init?(_ text: SettingText) {
    guard case .one(let word) = text else { return nil }
    self.init(rawValue: word)
  }

  package var settingText: SettingText { .one(rawValue) }
}

extension Audience: SettingChoice {}
extension Logger.Level: SettingChoice {}
extension NodeRecord.Kind: SettingChoice {}

/// Where TLS comes from.
package enum TLSMode: String, SettingChoice {
  case selfSigned
  case acme
  case files
  case proxy
}

/// How a line of the log is written.
package enum LogFormat: String, SettingChoice {
  case text
  case json
}

/// How firmly SQLite holds a commit (`PRAGMA synchronous`).
package enum StorageSynchronous: String, SettingChoice {
  case full
  case normal
}

extension String: SettingValue {
  package static var expectation: String { "a text" }

  package init?(_ text: SettingText) {
    guard case .one(let value) = text else { return nil }
    self = value
  }

  package var settingText: SettingText { .one(self) }
}

extension Int: SettingValue {
  package static var expectation: String { "a whole number" }

  package init?(_ text: SettingText) {
    guard case .one(let digits) = text else { return nil }
    self.init(digits)
  }

  package var settingText: SettingText { .one(String(self)) }
}

extension Bool: SettingValue {
  package static var expectation: String { "`true` or `false`" }

  package init?(_ text: SettingText) {
    switch text {
    case .one("true"), .one("yes"), .one("on"): self = true
    case .one("false"), .one("no"), .one("off"): self = false
    default: return nil
    }
  }

  package var settingText: SettingText { .one(String(self)) }
}

extension IPAddress: SettingValue {
  package static var expectation: String { "an IP address" }

  package init?(_ text: SettingText) {
    guard case .one(let address) = text else { return nil }
    self.init(address)
  }

  package var settingText: SettingText { .one(description) }
}

extension HostMap.Place: SettingValue {
  package static var expectation: String { "an IP address, perhaps with a port" }

  package init?(_ text: SettingText) {
    guard case .one(let place) = text, let place = HostMap.place(place) else { return nil }
    self = place
  }

  package var settingText: SettingText { .one(description) }
}

extension CIDR: SettingValue {
  package static var expectation: String { "a block of addresses such as `10.0.0.0/8`" }

  package init?(_ text: SettingText) {
    guard case .one(let block) = text else { return nil }
    self.init(block)
  }

  package var settingText: SettingText { .one(description) }
}

/// A setting that may be left open; an empty text leaves it open.
extension Optional: SettingValue where Wrapped: SettingValue {
  package static var expectation: String { Wrapped.expectation }
  package static var shape: SettingShape { Wrapped.shape }

  package init?(_ text: SettingText) {
    if text == .one("") {
      self = Self.none
      return
    }
    guard let value = Wrapped(text) else { return nil }
    self = value
  }

  package var settingText: SettingText { self?.settingText ?? .one("") }
}
