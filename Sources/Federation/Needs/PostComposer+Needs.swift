import Foundation
import Model

// What a post needs besides that says what somebody needs or offers.
extension PostComposer {
  /// The body with what is needed or offered, also in words.
  ///
  /// - Throws: `Refusal.malformed` for what cannot be meant.
  func proposing(_ need: Need?, _ body: PostBody) async throws -> PostBody {
    guard let need else { return body }
    var body = body
    let catalog = try await services.skillCatalog.current(from: services.database)
    let words = NeedWords(catalog, language: body.language)
    body.need = need
    body.html = words.html(need, around: body.html)
    return body
  }
}
