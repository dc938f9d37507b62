import Federation
import Hummingbird
import Model

/// Shows files of other nodes under addresses that this node made (docs/manual/media.md).
struct MediaProxyRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/media/remote/:proof/:address") { request, context in
      let media = try await find(request, context)
      return try await MediaAnswer(
        media: services.media,
        format: media.format,
        file: media.file,
        size: media.bytes,
        isPublic: false
      ).response(to: request)
    }
    router.get("/media/remote/:proof/:address/preview") { request, context in
      try await MediaAnswer(
        previewOf: find(request, context),
        isPublic: false,
        services
      ).response(to: request)
    }
  }

  /// These addresses take no parameters (threat 14).
  private func find(
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> MediaDescription {
    guard request.uri.query == nil else {
      throw Refusal.malformed("The address of a file has no parameters.")
    }
    guard let proof = context.parameters.get("proof"),
      let address = context.parameters.get("address")
    else { throw Refusal.absent }
    return try await services.mediaProxy.media(String(proof), String(address))
  }
}
