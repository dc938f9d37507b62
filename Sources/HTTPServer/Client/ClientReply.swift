import HTTPTypes
import Hummingbird
import StrictJSON

/// An answer of the client API: JSON with its status and, of a list, the way to the next stretch.
struct ClientReply: Sendable {
  var status: HTTPResponse.Status = .ok
  var body: [UInt8]
  var fields: HTTPFields = [:]

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

  func response() -> Response {
    var headers = fields
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
