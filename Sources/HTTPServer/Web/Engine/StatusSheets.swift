import ActivityStreams
import Foundation
import Signatures
import StrictJSON
import Synchronization

/// Posts of lists as HTML, kept for a minute: the same twenty posts are asked for by many readers.
///
/// A sheet is the same for all to whom the API tells the same of a post. What differs between them is put
/// in when it is used: the token of their session, and the address of their page.
final class StatusSheets: Sendable {
  /// Decides what a sheet says, in the minute in which it is told how long ago something was.
  private struct Key: Hashable {
    /// Of all that the API tells of the post.
    let status: [UInt8]
    let language: String
    let zone: TimeZone
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

  private struct Kept {
    var minute = 0
    var sheets: [Key: [Piece]] = [:]
  }

  private static let mostKept = 512
  /// In bytes; a longer post is written each time, so that all of them take 8 MB at most.
  private static let longestKept = 16 << 10

  private let kept = Mutex(Kept())
  // Nobody can write them into a post: they are new at each start.
  private let token = mark()
  private let place = mark()

  private static func mark() -> String {
    let numbers = (0..<2).map { _ in UInt64.random(in: 0 ... .max) }
    return numbers.map { String($0, radix: 36) }.joined()
  }

  /// The HTML of a post in a list.
  func html(of status: JSON, for call: PageCall) -> String {
    let key = Key(
      status: BodyDigest(of: status.serialized()).sha256,
      language: call.words.language,
      zone: call.words.zone,
      reader: Self.reader(of: status, call)
    )
    let minute = Int(call.words.now.timeIntervalSince1970 / 60)
    let sheet = found(key, in: minute) ?? made(key, in: minute, status, call)
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

  private func found(_ key: Key, in minute: Int) -> [Piece]? {
    kept.withLock { kept in
      if kept.minute != minute { kept = Kept(minute: minute) }
      return kept.sheets[key]
    }
  }

  private func made(_ key: Key, in minute: Int, _ status: JSON, _ call: PageCall) -> [Piece] {
    let values: [String: Any] = [
      "item": PageValue(call.shown(status: status), call.words), "me": call.signedIn != nil,
      "form_token": token, "here": place,
    ]
    let html = PageTemplates.render("sheet", values, in: call.words) ?? ""
    let sheet = cut(html)
    guard html.utf8.count <= Self.longestKept else { return sheet }
    kept.withLock { kept in
      guard kept.minute == minute else { return }
      if kept.sheets.count >= Self.mostKept { kept.sheets = [:] }
      kept.sheets[key] = sheet
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
