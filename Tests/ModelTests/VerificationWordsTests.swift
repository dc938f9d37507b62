import Testing

@testable import Model

@Suite("Verification words")
struct VerificationWordsTests {
  private static let hash = [UInt8](0..<32)

  @Test("the list has 2048 words, told apart by their first four plain letters")
  func list() {
    let words = VerificationWordList.words

    #expect(words.count == 2048)
    #expect(words.first == "abaisser")
    #expect(words.last == "zoologie")
    #expect(VerificationWordList.places.count == 2048)
    let beginnings = Set(words.map { PlainSpelling($0).bytes.prefix(4) })
    #expect(beginnings.count == 2048)
    #expect(words.allSatisfy { PlainSpelling($0).words.count == 1 })
  }

  @Test("six words are the first 66 bits, highest first")
  func bits() {
    let words = VerificationWordList.words
    // 00000000001 00000000010 11111111111 10000000000 00000000000 00000000011
    let start: [UInt8] = [0b0000_0000, 0b0010_0000, 0b0000_1011, 0b1111_1111, 0b1100_0000, 0, 0]

    let made = VerificationWords(
      hash: start + [0, 0b1100_0000] + [UInt8](repeating: 255, count: 23)
    )

    #expect(made.words == [1, 2, 2047, 1024, 0, 3].map { words[$0] })
  }

  @Test("the words of all zeros and all ones are the ends of the list")
  func ends() {
    let zeros = VerificationWords(hash: [UInt8](repeating: 0, count: 32))
    let ones = VerificationWords(hash: [UInt8](repeating: 255, count: 32))

    #expect(zeros.description == Array(repeating: "abaisser", count: 6).joined(separator: " "))
    #expect(ones.description == Array(repeating: "zoologie", count: 6).joined(separator: " "))
  }

  @Test("only the first 66 bits count, and each of them does")
  func reach() {
    let words = VerificationWords(hash: Self.hash)

    for bit in 0..<256 {
      var changed = Self.hash
      changed[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect((VerificationWords(hash: changed) == words) == (bit >= 66))
    }
  }

  @Test("they match however they are typed")
  func typed() {
    let hash: [UInt8] = [0x01, 0x60, 0x2D] + [UInt8](repeating: 0x5A, count: 29)
    let words = VerificationWords(hash: hash)
    let plain = words.words.map { String(decoding: PlainSpelling($0).bytes, as: UTF8.self) }

    #expect(words.matches(words.description))
    #expect(words.matches(words.description.uppercased()))
    #expect(words.matches(plain.joined(separator: "-")))
    #expect(words.matches("  " + plain.joined(separator: ",\n") + "."))
    let numbered = plain.enumerated().map { "\($0.offset + 1). \($0.element)" }
    #expect(words.matches(numbered.joined(separator: "  ")))
  }

  @Test("accents may be missing, composed or not")
  func accents() {
    let academy = VerificationWords(typed: "académie académie académie académie académie académie")

    #expect(
      academy?.matches("academie Académie acade\u{301}mie ACADÉMIE académie academie") == true
    )
  }

  @Test("other words, fewer, more or in another order do not match")
  func refused() {
    let words = VerificationWords(hash: Self.hash)
    let list = words.words

    #expect(!words.matches(""))
    #expect(!words.matches(list.dropLast().joined(separator: " ")))
    #expect(!words.matches((list + [list[0]]).joined(separator: " ")))
    #expect(!words.matches(list.reversed().joined(separator: " ")))
    #expect(!words.matches((list.dropLast() + ["maillage"]).joined(separator: " ")))
    #expect(!words.matches(String(repeating: words.description + " ", count: 10_000)))
    #expect(VerificationWords(typed: "un deux trois quatre cinq six") == nil)
  }
}
