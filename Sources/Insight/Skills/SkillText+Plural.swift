extension SkillText {
  /// A word without the ending of its plural, in French or English, as far as that is safe.
  ///
  /// The result need not be a word: it is the same for the singular and the plural, which is all
  /// that comparing needs. Short words and words with signs stay as they are.
  static func singular(_ word: String) -> String {
    let bytes = word.utf8
    guard bytes.count > 3, let last = bytes.last, letters.contains(last) else { return word }
    if let irregular = irregular[word] { return irregular }
    switch last {
    case UInt8(ascii: "s"): return word.hasSuffix("ss") ? word : String(word.dropLast())
    case UInt8(ascii: "x"): return withoutX(word)
    case UInt8(ascii: "y"): return withIE(word)
    default: return word
    }
  }

  private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")

  /// `bateaux`, `jeux`, `bijoux`, `journaux`.
  private static func withoutX(_ word: String) -> String {
    if ["eaux", "eux", "oux", "yaux"].contains(where: word.hasSuffix) {
      return String(word.dropLast())
    }
    return word.hasSuffix("aux") ? word.dropLast(3) + "al" : word
  }

  /// `policy` like `policies`, and so like `energie` and `energies`.
  private static func withIE(_ word: String) -> String {
    guard let before = word.dropLast().last, !"aeiou".contains(before) else { return word }
    return word.dropLast() + "ie"
  }

  private static let irregular = [
    "travaux": "travail", "vitraux": "vitrail", "emaux": "email", "materiaux": "materiau",
    "chaux": "chaux", "taux": "taux", "faux": "faux", "yeux": "oeil", "children": "child",
  ]
}
