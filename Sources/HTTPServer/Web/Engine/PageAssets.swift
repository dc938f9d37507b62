import HTTPTypes
import Hummingbird
import Model
import Signatures

/// The files that pages load: style sheet, script, mark.
///
/// Their addresses name their content, so that
/// browsers keep them for good.
struct PageAssets: Sendable {
  let look: Look

  static let styleAddress = "/assets/\(tag(PageFiles.style))/style.css"
  static let scriptAddress = "/assets/\(tag(PageFiles.script))/maillage.js"

  /// The first letters of a content's digest.
  static func tag(_ content: [UInt8]) -> String {
    BodyDigest(of: content).sha256.prefix(6).hexadecimal
  }

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/assets/:tag/:name") { _, context in
      guard let tag = context.parameters.get("tag"), let name = context.parameters.get("name"),
        let file = file(name), Self.tag(file.content) == tag
      else { throw Refusal.absent }
      return Self.response(file, cacheControl: "public, max-age=31536000, immutable")
    }
    // Pages of signing in, and whatever was kept, have this address without a digest.
    router.get("/style.css") { _, _ in
      Self.response(
        File(type: "text/css; charset=utf-8", content: PageFiles.style),
        cacheControl: "public, max-age=3600"
      )
    }
    router.get("/favicon.svg") { _, _ in
      Self.response(
        File(type: "image/svg+xml", content: PageFiles.mark),
        cacheControl: "public, max-age=86400"
      )
    }
  }

  private struct File {
    let type: String
    let content: [UInt8]
  }

  private func file(_ name: String) -> File? {
    switch name {
    case "style.css": File(type: "text/css; charset=utf-8", content: PageFiles.style)
    case "colours.css": File(type: "text/css; charset=utf-8", content: look.styleSheet)
    case "maillage.js": File(type: "text/javascript; charset=utf-8", content: PageFiles.script)
    case "logo": look.logo.map { File(type: $0.mediaType, content: $0.content) }
    default: nil
    }
  }

  private static func response(_ file: File, cacheControl: String) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: file.type, .cacheControl: cacheControl],
      body: ResponseBody(file.content)
    )
  }
}
