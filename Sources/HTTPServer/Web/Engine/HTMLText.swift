import Foundation

/// Text inside HTML; whatever comes from people passes here or through the sanitiser.
enum HTMLText {
  static func escape(_ text: String) -> String {
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

  /// A time for people and for programs, to the minute.
  static func time(_ date: Date) -> String {
    let text = date.formatted(.iso8601)
    return
      "<time datetime=\"\(text)\">\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC</time>"
  }
}
