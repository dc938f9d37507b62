/// Text inside HTML; whatever comes from people passes here or through the sanitiser.
enum HTMLText {
  private static let special = Array("&<>\"'".utf8)

  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: special.contains) else { return text }
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
