import HTTPTypes
import Hummingbird
import Model

/// One route of the client API: where it is, what it demands, and what it does.
///
/// All routes are in one table (``ClientAPI``), from which the router is filled, the description is
/// checked and the tests take route and scope.
struct ClientRoute: Sendable {
  /// Who may ask.
  enum Access: Sendable, Hashable {
    /// Anyone; a token makes no difference.
    case open
    /// Anyone, with the eyes of a member if there is a token with the scope.
    case reading(OAuthScope)
    /// Any token, also an application's own.
    case application
    /// A member with the scope.
    case member(OAuthScope)
  }

  typealias Handler = @Sendable (ClientCall) async throws -> ClientReply

  let method: HTTPRequest.Method
  /// With `:name` for what varies.
  let path: String
  let access: Access
  /// The most bytes of a body.
  var largestBody = 256 * 1024
  /// Whether an answer is good again as long as nothing that it shows was written: it depends on
  /// nothing else but who asks, its path and its query, and says what it was made of.
  var isRepeatable = false
  /// Whether an answer has a name by which one asks whether it is another one now.
  var isTagged: Bool { method == .get && (access == .open || isRepeatable) }

  /// Whether a member changes something by it.
  var isWriting: Bool {
    guard case .member = access else { return false }
    return method != .get
  }

  /// Something that query or body may say, or has to.
  struct Taken: Sendable, Hashable {
    var name: String
    var type: ValueType
    var isRequired = false

    /// Reads names with their types, one after the other, such as `"name! string, limit integer"`:
    /// with a mark what has to be said.
    static func all(_ text: some StringProtocol) -> [Taken] {
      text.split(separator: ",").map { field in
        let words = field.split(separator: " ")
        guard words.count == 2, let type = ValueType(words[1]) else {
          preconditionFailure("‘\(field)’ is no name with a type")
        }
        let isRequired = words[0].hasSuffix("!")
        let name = isRequired ? words[0].dropLast() : words[0]
        return Taken(name: String(name), type: type, isRequired: isRequired)
      }
    }
  }

  /// What query or body may say: a handler can ask for nothing else.
  var takes: [Taken] = []
  /// Fields of the request's head that make a difference, beside those that every request has.
  var headers: [String] = []
  /// What it answers, for the description; nothing: a document whose fields are not fixed.
  var answer: ValueType?
  /// What it answers in, when all is well.
  var mediaType = "application/json"
  let handle: Handler

  /// Describes what a route takes and answers, in the words of ``EntityCatalog`` and ``Taken``.
  func described(_ answer: StaticString, takes: StaticString = "") -> ClientRoute {
    var route = self
    route.answer = ValueType("\(answer)")
    route.takes = Taken.all("\(takes)")
    guard route.answer != nil else { preconditionFailure("\(answer) is no type") }
    return route
  }

  /// Describes a file that a route answers with.
  func giving(_ mediaType: StaticString) -> ClientRoute {
    var route = self
    route.mediaType = "\(mediaType)"
    return route
  }

  /// Names a field of the request's head that makes a difference.
  func hearing(_ header: StaticString) -> ClientRoute {
    var route = self
    route.headers.append("\(header)")
    return route
  }

  /// Says that the answer is good again as long as nothing that it shows was written.
  func repeatable() -> ClientRoute {
    var route = self
    route.isRepeatable = true
    return route
  }

  /// Describes a list that one pages through.
  func paged(_ item: StaticString, takes: StaticString = "") -> ClientRoute {
    var route = described(item, takes: takes)
    route.answer = route.answer.map(ValueType.list)
    route.takes += ["max_id", "since_id", "min_id"].map { Taken(name: $0, type: .string) }
    route.takes.append(Taken(name: "limit", type: .integer))
    return route
  }
}

/// The routes of one noun.
protocol ClientNoun: Sendable {
  init(_ client: ClientServices)
  var routes: [ClientRoute] { get }
}

extension ClientNoun {
  func get(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .get, path: path, access: access, handle: handle)
  }

  func post(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .post, path: path, access: access, handle: handle)
  }

  func put(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .put, path: path, access: access, handle: handle)
  }

  func patch(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .patch, path: path, access: access, handle: handle)
  }

  func delete(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .delete, path: path, access: access, handle: handle)
  }
}
