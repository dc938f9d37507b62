import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// A request of a client: who asks, and for what.
struct ClientCall: Sendable {
  let request: Request
  let context: MaillageRequestContext
  let client: ClientServices
  /// What the token stands for; nothing without one, or where none counts.
  let grant: TokenGrant?
  /// What the query and the body say.
  let parameters: Parameters
  /// What varies in the path, where a page asks and not a request of an app.
  var named: [String: String] = [:]

  /// The member who asks, if it is one.
  var viewer: ActorID? { grant?.member }

  var reader: Reader { viewer.map(Reader.member) ?? .anyone }

  /// The member who asks, on routes that demand one.
  var member: ActorID {
    get throws(Refusal) {
      guard let viewer else { throw .unauthenticated("This needs a member's token.") }
      return viewer
    }
  }

  /// A number in the path; any other text names nothing.
  func number(_ name: String = "id") throws(Refusal) -> Int64 {
    guard let number = number(in: try text(name)) else { throw .absent }
    return number
  }

  func text(_ name: String) throws(Refusal) -> String {
    if let text = named[name] { return text }
    guard let text = context.parameters.get(name) else { throw .absent }
    return text.removingPercentEncoding ?? text
  }

  func number(in text: String) -> Int64? {
    guard let number = Int64(text), number > 0, String(number) == text else { return nil }
    return number
  }

  /// Whether the whole request came over what keeps secrets; always, but in tests.
  var origin: String { client.services.addresses.origin.string }

  // MARK: Lists

  /// What stretch of a list is asked for.
  func stretch(default limit: Int = 20, most: Int = 40) -> ClientStretch {
    ClientStretch(
      maxID: parameters.text("max_id").flatMap(number(in:)),
      sinceID: parameters.text("since_id").flatMap(number(in:)),
      minID: parameters.text("min_id").flatMap(number(in:)),
      limit: min(max(parameters.number("limit") ?? limit, 1), most)
    )
  }

  /// `Link` to what is older and newer than a stretch, with all other parameters as they were.
  func links(newest: Int64, oldest: Int64) -> String {
    let kept = request.uri.queryParameters
      .filter { !["max_id", "since_id", "min_id", "access_token"].contains($0.key) }
      .map { (String($0.key), String($0.value)) }
    func link(_ name: String, _ number: Int64, _ relation: String) -> String {
      let query = FormText.encode(kept + [(name, String(number))])
      return "<\(origin)\(request.uri.path)?\(query)>; rel=\"\(relation)\""
    }
    return link("max_id", oldest, "next") + ", " + link("min_id", newest, "prev")
  }
}

/// What stretch of a list a client asks for (Mastodon's paging).
struct ClientStretch: Sendable, Hashable {
  /// Only what is older than this.
  var maxID: Int64?
  /// Only what is newer than this, the newest first.
  var sinceID: Int64?
  /// Only what is newer than this, the nearest to it first found; still listed newest first.
  var minID: Int64?
  var limit: Int
}
