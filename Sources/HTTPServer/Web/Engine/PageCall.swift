import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage
import StrictJSON

/// A request of a browser for one of the node's own pages.
struct PageCall: Sendable {
  let request: Request
  let context: MaillageRequestContext
  let site: PageSite
  /// Nothing for a visitor.
  let signedIn: SignedIn?
  private(set) var parameters: Parameters
  let words: Words

  /// The same, when query and form have been read.
  func saying(_ parameters: Parameters) -> PageCall {
    var call = self
    call.parameters = parameters
    return call
  }

  var client: ClientServices { site.client }
  var viewer: ActorID? { signedIn?.member.actorID }
  var reader: Reader { viewer.map(Reader.member) ?? .anyone }

  /// The member, on pages that only members see.
  var member: ActorID {
    get throws(Refusal) {
      guard let viewer else { throw .unauthenticated("Sign in first.") }
      return viewer
    }
  }

  /// Where this page is, with its query: forms come back to it.
  var here: String { request.uri.string }

  /// What varies in the path.
  func text(_ name: String) throws(Refusal) -> String {
    guard let text = context.parameters.get(name) else { throw .absent }
    return text.removingPercentEncoding ?? text
  }

  // MARK: Asking the API

  /// Asks the client API as who is signed in, or as anybody.
  ///
  /// - Parameters:
  ///   - path: As it is in the table of the API, with `:name` for what varies.
  ///   - named: What varies.
  ///   - fields: What query or form would say.
  ///   - method: Which of the path's methods.
  /// - Returns: The answer.
  /// - Throws: `Refusal`, as the route does.
  func ask(
    _ path: String,
    named: [String: String] = [:],
    _ fields: [String: String] = [:],
    method: HTTPRequest.Method = .get
  ) async throws -> JSON {
    try await reply(path, named: named, .object(fields.mapValues(FormValue.string)), method: method)
      .json
  }

  func reply(
    _ path: String,
    named: [String: String] = [:],
    _ value: FormValue,
    method: HTTPRequest.Method = .get,
    once key: String? = nil
  ) async throws -> ClientReply {
    let question = InnerAPI.Question(
      method: method,
      path: path,
      named: named,
      value: value,
      key: key
    )
    return try await site.api.ask(question, as: viewer, request, context)
  }

  /// A stretch of a list with the ways to what is newer and older, as this page's own addresses.
  func list(
    _ path: String,
    named: [String: String] = [:],
    _ fields: [String: String] = [:],
    limit: Int = 20
  ) async throws -> JSONObject {
    var fields = fields
    fields["limit"] = String(limit)
    for name in ["max_id", "min_id"] { fields[name] = parameters.filled(name) }
    let value = FormValue.object(fields.mapValues(FormValue.string))
    let reply = try await reply(path, named: named, value)
    let items = try reply.json
    var list: JSONObject = ["items": items]
    let isEmpty = items.array?.isEmpty ?? true
    list["is_empty"] = .bool(isEmpty)
    // What has no way further is shown whole, or ends here.
    guard reply.fields[.link] != nil, let count = items.array?.count else { return list }
    let older = Self.oldest(in: reply.fields[.link] ?? "")
    if count >= limit { list["older"] = older.map { .string(page(before: $0)) } }
    if fields["max_id"] != nil || fields["min_id"] != nil {
      list["newest"] = .string(request.uri.path)
    }
    return list
  }

  private func page(before number: String) -> String {
    let kept = request.uri.queryParameters
      .filter { !["max_id", "min_id"].contains($0.key) }
      .map { (String($0.key), String($0.value)) }
    return "\(request.uri.path)?\(FormText.encode(kept + [("max_id", number)]))"
  }

  /// The number in `Link` by which one comes to what is older.
  private static func oldest(in link: String) -> String? {
    guard let range = link.range(of: "max_id=") else { return nil }
    let digits = link[range.upperBound...].prefix { $0.isNumber }
    return digits.isEmpty ? nil : String(digits)
  }

  // MARK: Who looks

  /// The same with the eyes of a visitor: for what is the same for all, and while a session is held back.
  var visitor: PageCall {
    PageCall(
      request: request,
      context: context,
      site: site,
      signedIn: nil,
      parameters: parameters,
      words: words
    )
  }

  /// Which territory a form means, if what it says is for one.
  func territory(for ring: String?) -> FormValue? {
    guard ring == Audience.territory.rawValue else { return nil }
    return parameters.filled("territory").map(FormValue.string)
  }
}
