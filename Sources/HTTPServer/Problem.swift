import HTTPTypes
import Hummingbird
import StrictJSON

/// An error as the asker sees it (RFC 9457).
///
/// It depends on nothing but what went wrong, so that what may not be seen and what is not there
/// answer with the same bytes (threat 29).
struct Problem: Sendable {
  let status: HTTPResponse.Status
  var detail: String?
  var fields: HTTPFields = [:]

  var body: [UInt8] {
    var document: JSONObject = [
      "type": "about:blank", "title": .string(status.reasonPhrase), "status": .integer(status.code),
    ]
    document["detail"] = detail.map(JSON.string)
    return document.serialized()
  }

  func response() -> Response {
    var headers: HTTPFields = [
      .contentType: "application/problem+json", .cacheControl: "private, no-store",
      .vary: Answer.vary,
    ]
    for field in fields { headers.append(field) }
    return Response(status: status, headers: headers, body: ResponseBody(body))
  }
}

extension ResponseBody {
  init(_ bytes: [UInt8]) {
    self.init(byteBuffer: ByteBuffer(bytes: bytes))
  }
}
