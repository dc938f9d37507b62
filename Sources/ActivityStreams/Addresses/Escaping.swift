extension AS {
  /// Percent-encoding (RFC 3986 §2).
  enum Escaping {
    /// Whether a byte may come at all: not a space, control, quote, angle bracket or backslash.
    static func mayStand(_ byte: UInt8) -> Bool {
      switch byte {
      case 0...0x20, 0x7f, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "\\"):
        false
      default: true
      }
    }

    /// Whether every `%` begins two hexadecimal digits that hide no control character.
    static func hasSoundEscapes(_ bytes: Substring.UTF8View) -> Bool {
      var rest = bytes[...]
      while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
        rest = rest[percent...].dropFirst()
        guard let high = rest.popFirst().flatMap(hexadecimal),
          let low = rest.popFirst().flatMap(hexadecimal)
        else { return false }
        let hidden = high * 16 + low
        guard hidden > 0x1f, hidden != 0x7f else { return false }
      }
      return true
    }

    /// Escapes what RFC 3986 does not allow in a path, query or fragment and leaves the rest.
    static func address(_ text: Substring) -> String {
      escape(text.utf8) { byte in
        isUnreserved(byte) || isAllowed(byte)
      }
    }

    /// Escapes everything that could end or divide a path's segment; `.` and `..` too.
    static func segment(_ text: String) -> String {
      let isDots = text == "." || text == ".."
      return escape(text.utf8) { byte in
        isUnreserved(byte) && !(isDots && byte == UInt8(ascii: "."))
          || byte == UInt8(ascii: "@")
      }
    }

    /// `!$&'()*+,;=:@/?%#`, as ranges: this is asked for every byte of every address.
    private static func isAllowed(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "/"), UInt8(ascii: ":"),
        UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "@"):
        true
      default: false
      }
    }

    private static func escape(
      _ bytes: some Swift.Collection<UInt8>,
      unless isSafe: (UInt8) -> Bool
    ) -> String {
      guard !bytes.allSatisfy(isSafe) else { return String(decoding: bytes, as: UTF8.self) }
      let digits = Array("0123456789ABCDEF".utf8)
      var output: [UInt8] = []
      for byte in bytes {
        if isSafe(byte) {
          output.append(byte)
        } else {
          output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
      }
      return String(decoding: output, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
      default: false
      }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
      default: nil
      }
    }
  }
}
