/// The number of an organisation in the French register SIRENE: nine digits, the last one a check.
///
/// The check is Luhn's. The exception made for La Poste concerns the SIRET of its offices only; its
/// SIREN 356000000 passes. That a number is well formed does not say that anybody has it.
package struct SIREN: Hashable, Sendable, CustomStringConvertible {
  /// The nine digits.
  package let description: String

  /// Takes nine digits and nothing else, as they are on the wire.
  package init?(_ text: some StringProtocol) {
    let zero = UInt8(ascii: "0")
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 9, bytes.allSatisfy({ (zero...zero + 9).contains($0) }) else { return nil }
    let digits = bytes.map { Int($0 - zero) }
    guard Self.isChecked(digits), digits.contains(where: { $0 != 0 }) else { return nil }
    description = String(text)
  }

  /// Takes what a person typed: `356 000 000` is how it is printed.
  package init?(typed text: some StringProtocol) {
    guard text.utf8.count <= 40 else { return nil }
    self.init(String(text).filter { !$0.isWhitespace })
  }

  /// Luhn (ISO/IEC 7812-1 annex B): every second digit from the right counts double.
  private static func isChecked(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, place in
      let value = place.element * (1 + place.offset % 2)
      return sum + value / 10 + value % 10
    }
    return sum % 10 == 0
  }
}
