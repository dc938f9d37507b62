import Federation
import Hummingbird
import Model
import Storage

/// Serves the files of members, to whoever has the address of one: it is told with the post and
/// cannot be guessed (docs/manual/media.md).
struct MediaRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/media/:token") { request, context in
      let shown = try await find(request, context)
      return try await MediaAnswer(
        media: services.media,
        format: shown.upload.media.format,
        file: shown.upload.media.file,
        size: shown.upload.media.bytes,
        isPublic: shown.isPublic
      ).response(to: request)
    }
    router.get("/media/:token/preview") { request, context in
      let shown = try await find(request, context)
      return try await MediaAnswer(
        previewOf: shown.upload.media,
        isPublic: shown.isPublic,
        services
      ).response(to: request)
    }
  }

  /// What a request names, and nothing besides: these addresses take no parameters (threat 14).
  private func find(
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> UploadStore.Shown {
    guard request.uri.query == nil else {
      throw Refusal.malformed("The address of a file has no parameters.")
    }
    let text = context.parameters.get("token")
    guard let token = text.flatMap({ MediaToken(String($0)) }),
      let shown = try await services.uploads.shown(token)
    else { throw Refusal.absent }
    return shown
  }
}
