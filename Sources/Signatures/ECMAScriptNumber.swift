/// Numbers as `Number.prototype.toString` prints them (ECMA-262 §6.1.6.1.20, RFC 8785 §3.2.2.3).
///
/// Swift finds the same shortest digits but lays them out differently: `1e+16`, `-0.0`, `1e-06`.
enum ECMAScriptNumber {
  /// The canonical text of a number as it was written; nil when it is no finite double.
  static func text(of lexeme: String) -> String? {
    if isSmallInteger(lexeme) { return lexeme }
    guard let value = Double(lexeme), value.isFinite else { return nil }
    return text(of: value)
  }

  /// The text of a finite double.
  static func text(of value: Double) -> String {
    if value == 0 { return "0" }
    let (digits, point) = shortestDigits(of: value.magnitude)
    return (value < 0 ? "-" : "") + layOut(digits, point: point)
  }

  /// Integers of up to 15 digits without a leading zero are canonical already.
  private static func isSmallInteger(_ lexeme: String) -> Bool {
    let bytes = lexeme.utf8
    guard (1...15).contains(bytes.count), bytes.allSatisfy(\.isDigit) else { return false }
    return bytes.count == 1 || bytes.first != UInt8(ascii: "0")
  }

  /// The significant digits without zeros at either end, and where the decimal point stands.
  ///
  /// - Returns: Digits `d` and position `n` such that the value is `0.d × 10ⁿ`.
  private static func shortestDigits(of value: Double) -> (digits: [UInt8], point: Int) {
    let parts = value.description.lowercased().split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let whole = Array(mantissa[0].utf8)
    let all = whole + (mantissa.count > 1 ? Array(mantissa[1].utf8) : [])
    let leading = all.prefix { $0 == UInt8(ascii: "0") }.count
    var digits = Array(all[leading...])
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, whole.count - leading + exponent)
  }

  private static func layOut(_ digits: [UInt8], point: Int) -> String {
    let count = digits.count
    let text = String(decoding: digits, as: UTF8.self)
    switch point {
    case count...21 where count <= 21: return text + zeros(point - count)
    case 1...21: return text.prefix(point) + "." + text.dropFirst(point)
    case -5...0: return "0." + zeros(-point) + text
    default:
      let fraction = count > 1 ? "." + text.dropFirst() : ""
      let exponent = point - 1
      return text.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + "\(abs(exponent))"
    }
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
