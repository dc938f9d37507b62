import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// One page of the node's own: where it is, who sees it, and what it is made of.
struct PageRoute: Sendable {
  /// Who may see it.
  enum Access: Sendable, Hashable {
    case anyone
    case member
    case moderator
    case admin

    func includes(_ role: Member.Role) -> Bool {
      switch self {
      case .anyone, .member: true
      case .moderator: role != .member
      case .admin: role == .admin
      }
    }
  }

  typealias Handler = @Sendable (PageCall) async throws -> PageReply

  let method: HTTPRequest.Method
  /// With `:name` for what varies.
  let path: String
  let access: Access
  /// The most bytes of a form.
  var largestBody = 256 * 1024
  /// Whether it is the form of a route of the client API.
  var isDeed = false
  let handle: Handler
}

/// What a page's handler gives.
enum PageReply: Sendable {
  case page(ShownPage)
  /// Another page, after a form was taken (RFC 9110 §15.4.4).
  case seeOther(String)
  case response(Response)
}

/// A page before it is written: which template, and with what.
struct ShownPage: Sendable {
  /// A file of `Resources/`, without its extension.
  let template: String
  let title: String
  var content: JSONObject = [:]
  var status = HTTPResponse.Status.ok
  /// Which entry of the menu is the current one.
  var place = ""
  /// What it is in other forms: media type and address.
  var alternates: [Alternate] = []
  /// What is said of it where somebody links to it (Open Graph protocol).
  var summary: String?
  var picture: String?

  struct Alternate: Sendable, Hashable {
    let type: String
    let address: String
  }
}

/// The pages of one noun.
protocol PageNoun: Sendable {
  init(_ site: PageSite)
  var routes: [PageRoute] { get }
}

extension PageNoun {
  func get(
    _ path: String,
    _ access: PageRoute.Access,
    _ handle: @escaping PageRoute.Handler
  ) -> PageRoute {
    PageRoute(method: .get, path: path, access: access, handle: handle)
  }

  func post(
    _ path: String,
    _ access: PageRoute.Access,
    _ handle: @escaping PageRoute.Handler
  ) -> PageRoute {
    PageRoute(method: .post, path: path, access: access, handle: handle)
  }
}
