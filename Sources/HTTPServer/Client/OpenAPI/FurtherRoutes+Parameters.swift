/// What the queries of pages and streams say.
///
/// One line is a route with what it takes, as ``ClientRoute/Taken`` reads it. A stream can be asked for
/// nothing else.
extension FurtherRoutes {
  static let taken: [String: [ClientRoute.Taken]] = {
    var found: [String: [ClientRoute.Taken]] = [:]
    for line in queries.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3 else { continue }
      found["\(parts[0]) \(parts[1])"] = ClientRoute.Taken.all(parts[2])
    }
    return found
  }()

  private static let queries = """
    GET /oauth/authorize response_type! string, client_id! string, redirect_uri string, scope string, state string, code_challenge string, code_challenge_method string, force_login boolean, lang string
    GET /account lang string, done string
    GET /api/v1/streaming access_token string, stream string, tag string, list string, territory string, only_media boolean
    GET /api/v1/streaming/user access_token string
    GET /api/v1/streaming/user/notification access_token string
    GET /api/v1/streaming/public access_token string, only_media boolean
    GET /api/v1/streaming/public/local access_token string, only_media boolean
    GET /api/v1/streaming/public/remote access_token string, only_media boolean
    GET /api/v1/streaming/hashtag access_token string, tag! string
    GET /api/v1/streaming/hashtag/local access_token string, tag! string
    GET /api/v1/streaming/list access_token string, list! string
    GET /api/v1/streaming/direct access_token string
    GET /api/maillage/v1/streaming/territory access_token string, territory! string

    """
}
