import Federation
import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Files in posts, as apps handle them.
@Suite("Files in the client API")
struct FileTests {
  private static func upload(_ scene: ClientScene, _ words: String? = nil) async throws -> Upload {
    try await scene.node.services.uploads.add(
      Uploads.Draft(bytes: try MediaFixture.bytes("alpha.png"), description: words),
      by: scene.alice.id
    )
  }

  @Test("A post with a file needs no words")
  func wordless() async throws {
    let scene = try await ClientScene()
    let file = try await Self.upload(scene, "Un arbre")

    let status = try await scene.post("", [("media_ids[]", file.token.text)])

    #expect(status["content"]?.string == "")
    let shown = try required(status["media_attachments"]?.array?.first)
    #expect(shown["id"]?.string == file.token.text)
    #expect(shown["description"]?.string == "Un arbre")
    let preview = try required(shown["preview_url"]?.string.flatMap(URLComponents.init(string:)))
    #expect(try await scene.server.get(preview.path).status == 200)
    #expect(try await scene.send(.post, "/api/v1/statuses", [("status", " ")]).status == 422)
  }

  @Test("An edit can say what a file shows, keep it unnamed, and take the last one away")
  func edits() async throws {
    let scene = try await ClientScene()
    let file = try await Self.upload(scene, "Un arbre")
    let token = file.token.text
    let status = try await scene.post("Voici", [("media_ids[]", token)])
    let path = "/api/v1/statuses/\(try required(status["id"]?.string))"

    let described = try await scene.send(
      .put,
      path,
      [
        ("status", "Voici"), ("media_ids[]", token), ("media_attributes[][id]", token),
        ("media_attributes[][description]", "Un chêne"), ("media_attributes[][focus]", "0.5,-0.5"),
      ]
    ).json()
    let shown = try required(described["media_attachments"]?.array?.first)
    #expect(shown["description"]?.string == "Un chêne")
    #expect(shown["meta"]?["focus"]?["x"] == .number("0.5"))

    let kept = try await scene.send(.put, path, [("status", "Encore")]).json()
    #expect(kept["media_attachments"]?.array?.count == 1)
    #expect(kept["media_attachments"]?.array?.first?["description"]?.string == "Un chêne")

    let reply = try await scene.server.send(
      .put,
      path,
      [
        ("content-type", "application/json"),
        ("authorization", "Bearer \(try required(scene.tokens["alice"]))"),
      ],
      body: Array(#"{"status": "Sans", "media_ids": []}"#.utf8)
    )
    #expect(try reply.json()["media_attachments"]?.array?.isEmpty == true)

    let history = try required(try await scene.get(path + "/history").json().array)
    #expect(history.count == 4)
    // Of what the post does not have any more, nothing is kept.
    #expect(history.allSatisfy { $0["media_attachments"] == [] })
    #expect(history.last?["content"]?.string == "<p>Sans</p>\n")
  }

  @Test("Each version in a post's history has its own care, files and descriptions")
  func history() async throws {
    let scene = try await ClientScene()
    let file = try await Self.upload(scene, "Un arbre")
    let token = file.token.text
    let form = [("media_ids[]", token), ("sensitive", "false")]
    let status = try await scene.post("Voici", form)
    let path = "/api/v1/statuses/\(try required(status["id"]?.string))"
    for (text, more) in [
      ("Attention", [("sensitive", "true"), ("spoiler_text", "Arbre")]),
      ("Finalement", [("sensitive", "false"), ("media_attributes[][description]", "Un chêne")]),
    ] {
      scene.node.clock.advance(by: 60)
      let named = more + [("media_ids[]", token), ("media_attributes[][id]", token)]
      _ = try await scene.send(.put, path, [("status", text)] + named)
    }

    let versions = try await scene.get(path + "/history").json().array ?? []

    #expect(versions.map { $0["sensitive"] } == [false, true, false])
    #expect(versions.map { $0["spoiler_text"] } == ["", "Arbre", ""])
    let files = versions.map { $0["media_attachments"]?[0] }
    #expect(files.map { $0?["description"]?.string } == ["Un arbre", "Un arbre", "Un chêne"])
    #expect(files.allSatisfy { $0?["id"]?.string == token })
    let times = versions.compactMap { $0["created_at"]?.string }
    #expect(times == times.sorted() && Set(times).count == 3)
  }

  @Test("A post that is taken back to be written anew leaves its files, seen by nobody else")
  func redraft() async throws {
    let scene = try await ClientScene()
    let file = try await Self.upload(scene)
    let status = try await scene.post("Fauté", [("media_ids[]", file.token.text)])
    let path = "/api/v1/statuses/\(try required(status["id"]?.string))"

    #expect(try await scene.send(.delete, path).status == 200)
    #expect(try await scene.server.get("/media/\(file.token.text)").status == 404)
    let again = try await scene.post("Juste", [("media_ids[]", file.token.text)])
    #expect(again["media_attachments"]?.array?.count == 1)
    #expect(try await scene.server.get("/media/\(file.token.text)").status == 200)

    let second = "/api/v1/statuses/\(try required(again["id"]?.string))?delete_media=true"
    #expect(try await scene.send(.delete, second).status == 200)
    let late = try await scene.send(
      .post,
      "/api/v1/statuses",
      [("status", "Trop tard"), ("media_ids[]", file.token.text)]
    )
    #expect(late.status == 422)
  }
}
