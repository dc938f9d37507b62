import HTTPTypes
import Hummingbird
import Signatures
import Storage
import StrictJSON

/// An answer of the client API: JSON with its status and, of a list, the way to the next stretch.
struct ClientReply: Sendable {
  var status: HTTPResponse.Status = .ok
  var body: [UInt8]
  var fields: HTTPFields = [:]
  /// What is given a piece at a time in the place of `body`, with a media type in `fields`.
  var stream: ResponseBody?
  /// What it was made of, if it may be given again until some of that is written.
  var basis: AnswerBasis?

  init(_ json: JSON, status: HTTPResponse.Status = .ok) {
    self.status = status
    body = json.serialized()
  }

  init(bytes: [UInt8]) { body = bytes }

  /// An empty object, which Mastodon gives where there is nothing to say.
  static var empty: ClientReply { ClientReply(.object(JSONObject())) }

  /// A list, with `Link` to what is older and what is newer than it (RFC 8288).
  ///
  /// - Parameters:
  ///   - items: The entities.
  ///   - first: The number of the newest one, by which one pages; nothing for an empty list.
  ///   - last: The number of the oldest one.
  ///   - call: What was asked for.
  init(_ items: [JSON], first: Int64?, last: Int64?, of call: ClientCall) {
    self.init(.array(items))
    guard let first, let last else { return }
    fields[.link] = call.links(newest: first, oldest: last)
  }

  // MARK: Asking again (RFC 9110 §8.8.3, §13.1.2)

  /// Names this very answer, so that who has it already need not get it again.
  mutating func addTag() {
    guard status == .ok else { return }
    fields[.eTag] = "\"\(BodyDigest(of: body).sha256.prefix(16).hexadecimal)\""
    if fields[.cacheControl] == nil { fields[.cacheControl] = "private, no-cache" }
  }

  /// Whether who asks has just this answer.
  func isKnown(by request: Request) -> Bool {
    guard let tag = fields[.eTag], let known = request.headers[.ifNoneMatch] else { return false }
    return known.split(separator: ",").contains { entry in
      let entry = entry.drop { $0 == " " }.prefix { $0 != " " }
      return entry == "*" || entry == tag || entry == "W/\(tag)"
    }
  }

  /// That an answer is the one that is known.
  static func notModified(_ reply: ClientReply) -> ClientReply {
    var answer = ClientReply(bytes: [])
    answer.status = .notModified
    answer.fields = reply.fields
    return answer
  }

  func response() -> Response {
    var headers = fields
    if let stream { return Response(status: status, headers: headers, body: stream) }
    headers[.contentType] = "application/json; charset=utf-8"
    if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-store" }
    return Response(status: status, headers: headers, body: ResponseBody(body))
  }

  /// An error in Mastodon's shape.
  static func error(
    _ text: String,
    code: String? = nil,
    status: HTTPResponse.Status,
    fields: HTTPFields = [:]
  ) -> ClientReply {
    var object: JSONObject = ["error": .string(code ?? text)]
    if code != nil { object["error_description"] = .string(text) }
    var reply = ClientReply(.object(object), status: status)
    reply.fields = fields
    return reply
  }
}
