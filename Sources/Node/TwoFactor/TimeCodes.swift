import COath
import Foundation
import Model

/// The codes that an authenticator app shows: TOTP (RFC 6238) with what all of them understand, SHA-1,
/// six digits and thirty seconds.
struct TimeCodes: Sendable {
  /// 160 bits, as RFC 4226 §4 (R6) recommends.
  let secret: [UInt8]

  static let period = 30
  private static let digits = 6
  /// How many steps a clock may be before or behind (RFC 6238 §5.2).
  private static let window = 1

  /// The library wants to be told once that it is used.
  private static let isReady = oath_init() == OATH_OK.rawValue

  /// A new secret.
  init() {
    var generator = SystemRandomNumberGenerator()
    secret = (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  init(secret: [UInt8]) {
    self.secret = secret
  }

  /// The time step that a code belongs to, if it is one of now or of a step before or after.
  func step(of typed: String, at now: Date) -> Int64? {
    // People type the space that apps show.
    let code = typed.filter { $0 != " " }
    let seconds = now.timeIntervalSince1970
    guard code.utf8.count == Self.digits, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      seconds >= 0, seconds < 1e12, Self.isReady
    else { return nil }
    var counter: UInt64 = 0
    let found = secret.withUnsafeBytes { bytes in
      oath_totp_validate3(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        bytes.count,
        time_t(seconds),
        UInt32(Self.period),
        0,
        Self.window,
        nil,
        &counter,
        code
      )
    }
    return found >= 0 ? Int64(exactly: counter) : nil
  }

  /// The secret as people type it.
  var text: String { Base32.encode(secret).uppercased() }

  /// What an app reads from a QR code; the form that Google Authenticator gave.
  func uri(issuer: String, account: String) -> String {
    let (issuer, account) = (Self.encoded(issuer), Self.encoded(account))
    return "otpauth://totp/\(issuer):\(account)?secret=\(text)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.period)"
  }

  private static func encoded(_ text: String) -> String {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
    )
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
