import ActivityStreams
import Foundation
import StrictJSON
import Synchronization

/// Posts of lists as HTML, kept for a minute: the same twenty posts are asked for by many readers.
///
/// A sheet is the same for all to whom the API tells the same of a post. What differs between them is put
/// in when it is used: the token of their session, and the address of their page.
final class StatusSheets: Sendable {
  /// Decides what a sheet says.
  private struct Key: Hashable {
    let status: JSON
    let language: String
    let zone: TimeZone
    /// How long ago something was is told in minutes.
    let minute: Int
    let reader: Reader
  }

  /// What a post shows of its reader.
  private enum Reader: Hashable {
    case visitor, member
    /// The author of the post, of what it boosts, or of what it quotes.
    case author(String)
  }

  /// A sheet, cut where something of the reader goes in.
  private enum Piece {
    case text(String)
    case token, place
  }

  /// Two halves of the last sheets: the older goes as a whole.
  private struct Kept {
    var new: [Key: [Piece]] = [:]
    var old: [Key: [Piece]] = [:]
  }

  /// With what an API tells of a post, a sheet takes some ten kilobytes.
  private static let mostNew = 256

  private let kept = Mutex(Kept())
  // Nobody can write them into a post: they are new at each start.
  private let token = mark()
  private let place = mark()

  private static func mark() -> String {
    String(UInt64.random(in: 0 ... .max), radix: 36)
      + String(UInt64.random(in: 0 ... .max), radix: 36)
  }

  /// The HTML of a post in a list.
  func html(of status: JSON, for call: PageCall) -> String {
    let key = Key(
      status: status,
      language: call.words.language,
      zone: call.words.zone,
      minute: Int(call.words.now.timeIntervalSince1970 / 60),
      reader: Self.reader(of: status, call)
    )
    let sheet = found(key) ?? made(key, status, call)
    return sheet.reduce(into: "") { html, piece in
      switch piece {
      case .text(let text): html += text
      case .token: html += HTMLText.escape(call.signedIn?.formToken ?? "")
      case .place: html += HTMLText.escape(call.here)
      }
    }
  }

  private static func reader(of status: JSON, _ call: PageCall) -> Reader {
    guard let viewer = call.viewer.map({ String($0.rawValue) }) else { return .visitor }
    let shown = [status, status["reblog"], status["quote"]?["quoted_status"]]
    let quoted = status["reblog"]?["quote"]?["quoted_status"]
    let isAuthor = (shown + [quoted]).contains { $0?["account"]?["id"]?.string == viewer }
    return isAuthor ? .author(viewer) : .member
  }

  private func found(_ key: Key) -> [Piece]? {
    kept.withLock { $0.new[key] ?? $0.old[key] }
  }

  private func made(_ key: Key, _ status: JSON, _ call: PageCall) -> [Piece] {
    let values: [String: Any] = [
      "item": PageValue(call.shown(status: status), call.words), "me": call.signedIn != nil,
      "form_token": token, "here": place,
    ]
    let html = PageTemplates.render("sheet", values, in: call.words) ?? ""
    let sheet = cut(html)
    kept.withLock { kept in
      if kept.new.count >= Self.mostNew {
        kept.old = kept.new
        kept.new = [:]
      }
      kept.new[key] = sheet
    }
    return sheet
  }

  private func cut(_ html: String) -> [Piece] {
    var pieces: [Piece] = []
    for (number, part) in html.components(separatedBy: token).enumerated() {
      if number > 0 { pieces.append(.token) }
      for (number, text) in part.components(separatedBy: place).enumerated() {
        if number > 0 { pieces.append(.place) }
        pieces.append(.text(text))
      }
    }
    return pieces
  }
}

extension PageCall {
  /// Posts of an answer of the API as the lines of a list.
  func sheets(of statuses: JSON?) -> JSON {
    .array(
      (statuses?.array ?? []).map { ["html": .string(site.sheets.html(of: $0, for: self))] }
    )
  }
}
