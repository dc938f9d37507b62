import Foundation
import HTTPTypes
import Hummingbird

/// What is shown where an account has no picture: clients want one always, and not all draw SVG.
enum StandInPicture: String, CaseIterable {
  case avatar, header

  var path: String { "/pictures/\(rawValue).png" }

  /// An even grey: 96 × 96 and 96 × 32 pixels.
  private var encoded: String {
    switch self {
    case .avatar:
      "iVBORw0KGgoAAAANSUhEUgAAAGAAAABgCAIAAABt+uBvAAAAjklEQVR42u3QMQ0AAAgDsPlFBAYQjQNOriZV0FQPhygQJ"
        + "EiQIEGCBAlCkCBBggQJEiQIQYIECRIkSJAgBAkSJEiQIEGCBCFIkCBBggQJEoQgQYIECRIkSBCCBAkSJEiQIEGCECR"
        + "IkCBBggQJQpAgQYIECRIkCEGCBAkSJEiQIEEIEiRIkCBBggQhSJCgPwtOwZsNLznHAAAAAABJRU5ErkJggg=="
    case .header:
      "iVBORw0KGgoAAAANSUhEUgAAAGAAAAAgCAIAAABiouoDAAAARElEQVR42u3QQQkAAAgEsOtrCAsY2gb+hcESLNXDIQo"
        + "ECRIkSJAgQYIQJEiQIEGCBAlCkCBBggQJEiQIQYIECRIk6K8FpveJAE4hdLoAAAAASUVORK5CYII="
    }
  }

  static func add(to router: Router<MaillageRequestContext>) {
    for picture in allCases {
      let bytes = Array(Data(base64Encoded: picture.encoded) ?? Data())
      router.get(RouterPath(picture.path)) { _, _ in
        let headers: HTTPFields = [
          .contentType: "image/png", .cacheControl: "public, max-age=604800", .anyOrigin: "*",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(bytes))
      }
    }
  }
}
