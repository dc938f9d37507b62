import ActivityStreams
import HTTPTypes
import Hummingbird
import StrictJSON

/// Answers in the few forms that the node gives.
enum Answer {
  /// What an answer depends on besides its address.
  static let vary = "Accept, Signature"

  /// A document of ActivityStreams; it may be cached only if it is public, the same for everyone.
  static func activityStreams(
    _ json: JSON,
    isPublic: Bool,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let headers: HTTPFields = [
      .contentType: AS.MediaType.activity, .vary: vary,
      .cacheControl: isPublic ? "public, max-age=60" : "private, no-store",
    ]
    return Response(status: status, headers: headers, body: ResponseBody(json.serialized()))
  }

  /// A document for everyone, read by programs of any origin (RFC 7033 §5); if it is not public, for
  /// the asker alone.
  static func discovery(_ bytes: [UInt8], type: String, isPublic: Bool = true) -> Response {
    let headers: HTTPFields =
      isPublic
      ? [.contentType: type, .cacheControl: "public, max-age=600", .anyOrigin: "*"]
      : [.contentType: type, .cacheControl: "private, no-store", .vary: vary]
    return Response(status: .ok, headers: headers, body: ResponseBody(bytes))
  }

  static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    let headers: HTTPFields = [
      .contentType: "text/plain; charset=utf-8", .cacheControl: "private, no-store",
    ]
    return Response(status: status, headers: headers, body: ResponseBody(Array(text.utf8)))
  }

  static func redirect(to address: AS.IRI) -> Response {
    Response(status: .seeOther, headers: [.location: address.string, .vary: vary])
  }
}
