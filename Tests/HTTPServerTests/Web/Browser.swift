import TestSupport
import Testing

@testable import HTTPServer

/// A browser in which somebody is signed in on the node's own pages; without script.
struct Browser {
  let server: TestServer
  let cookie: String
  var language = "fr"

  init(_ name: String, _ server: TestServer) async throws {
    self.server = server
    let reply = try await server.form(
      .post,
      "/sign-in",
      [("name", name), ("password", String(name.reversed())), ("next", "/home")]
    )
    #expect(reply.status == 303 && reply["location"] == "/home", "\(reply.text)")
    cookie = String(try required(reply["set-cookie"], reply.text).prefix { $0 != ";" })
  }

  private var fields: [(String, String)] {
    [("cookie", cookie), ("accept", "text/html"), ("accept-language", language)]
  }

  func page(_ path: String) async throws -> TestServer.Reply {
    try await server.send(.get, path, fields)
  }

  func token() async throws -> String {
    let text = try await page("/settings").text
    return String(try required(text.firstMatch(of: /name="form_token" value="([^"]+)"/), text).1)
  }

  func send(
    _ path: String,
    _ form: [(String, String)] = [],
    token: String? = nil
  ) async throws -> TestServer.Reply {
    let own = try await self.token()
    return try await server.form(.post, path, [("form_token", token ?? own)] + form, fields)
  }
}
