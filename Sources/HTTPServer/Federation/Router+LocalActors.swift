import Hummingbird
import Model
import Storage

extension LocalActors {
  /// Finds the actor that an address names.
  typealias Search = @Sendable (LocalActors, Transaction) throws -> ActorProfile
}

extension Router<MaillageRequestContext> {
  /// Adds what is below the address of each local actor: people, groups, and the node itself.
  func getOfActors(
    _ name: String,
    use answer: @escaping @Sendable (Request, @escaping LocalActors.Search) async throws -> Response
  ) {
    get("/users/:name/\(name)") { request, context in
      let owner = try context.name()
      return try await answer(request) { try $0.find(.person, named: owner, in: $1) }
    }
    get("/groups/:name/\(name)") { request, context in
      let owner = try context.name()
      return try await answer(request) { try $0.find(.group, named: owner, in: $1) }
    }
    get("/actor/\(name)") { request, _ in
      try await answer(request) { try $0.node(in: $1) }
    }
  }
}
