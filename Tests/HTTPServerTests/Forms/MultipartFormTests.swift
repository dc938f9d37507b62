import Model
import Testing

@testable import HTTPServer

/// What Mastodon's clients send with pictures (threats 6, 17, 24).
@Suite("A multipart form")
struct MultipartFormTests {
  private static let limits = FormLimits(fieldBytes: 64, fileBytes: 1_000, files: 2, values: 5)

  private func read(_ body: String, boundary: String = "b") throws(Refusal) -> MultipartForm {
    let body = Array(body.replacing("\n", with: "\r\n").utf8)
    return try MultipartForm(body[...], boundary: boundary, limits: Self.limits)
  }

  private func refusal(_ body: String, boundary: String = "b") -> Refusal? {
    do {
      _ = try read(body, boundary: boundary)
      return nil
    } catch { return error }
  }

  @Test("gives texts and files under their names")
  func reading() throws {
    let form = try read(
      """
      --b
      Content-Disposition: form-data; name="source[privacy]"

      private
      --b
      content-disposition: form-data; filename="C:\\photos\\chat \\"gris\\".png"; name=avatar
      Content-Type: image/png

      \u{89}PNG
      --not the boundary
      --b
      Content-Disposition: form-data; name="note"
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit


      --b--

      """
    ).value

    #expect(form["source"]?["privacy"]?.string == "private")
    #expect(form["note"]?.string == "")
    let avatar = try #require(form["avatar"]?.file)
    #expect(avatar.name == "chat \"gris\".png")
    #expect(avatar.contentType == "image/png")
    #expect(Array(avatar.content) == Array("\u{89}PNG\r\n--not the boundary".utf8))
  }

  @Test("takes the name of a file from `filename` alone (RFC 7578 §4.2)")
  func extendedName() throws {
    let form = try read(
      """
      --b
      Content-Disposition: form-data; name="f"; filename="a.png"; filename*=UTF-8''evil.svg

      x
      --b--
      """
    )

    #expect(form.parts.first?.filename == "a.png")
  }

  @Test("leaves out a file that was not chosen, and takes a part with a type for a file")
  func filesWithoutNames() throws {
    let form = try read(
      """
      --b
      Content-Disposition: form-data; name="header"; filename=""
      Content-Type: application/octet-stream


      --b
      Content-Disposition: form-data; name="file"
      Content-Type: image/webp

      RIFF
      --b--
      """
    ).value

    #expect(form["header"] == nil)
    #expect(form["file"]?.file?.content.count == 4)
  }

  @Test("may be empty, and a part without a blank line is an empty one (RFC 2046 §5.1.1)")
  func empty() throws {
    #expect(try read("--b--").value == .empty)
    let form = try read("--b\nContent-Disposition: form-data; name=a\n\n--b--")
    #expect(form.value == .object(["a": .string("")]))
  }

  @Test(
    "is refused where it could be read in two ways",
    arguments: [
      "", "x", "preamble\n--b--", "--b", "--b\n", "--b--x", "--b--\nepilogue", "--bx\n",
      "--b x\n--b--",
      "--b\nContent-Disposition: form-data; name=a\n\nno end",
      "--b\nContent-Disposition: form-data; name=a\n\nx\n--bc\n--b--",
      "--b\n\nContent-Disposition: form-data; name=a\n\nx\n--b--",
      "--b\nContent-Type: text/plain\n\nx\n--b--",
      "--b\nContent-Disposition: form-data\n\nx\n--b--",
      "--b\nContent-Disposition: attachment; name=a\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a; name=b\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a; NAME=b\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a\nContent-Disposition: form-data; name=b\n\nx\n--b--",
      "--b\nContent-Disposition: form-data;\n name=a\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a\nContent-Type: a/b\nContent-Type: c/d\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a\nContent-Transfer-Encoding: base64\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a\u{7F}\n\nx\n--b--",
    ]
  )
  func refused(body: String) {
    guard case .malformed = refusal(body) else {
      Issue.record("read: \(body.debugDescription)")
      return
    }
  }

  @Test("is refused when a boundary stands where a field would")
  func boundaryAsField() {
    let body = "--a:b\nContent-Disposition: form-data; name=x\n--a:b\n\ny\n--a:b--"

    #expect(refusal(body, boundary: "a:b") != nil)
  }

  @Test("is refused with a boundary that is none", arguments: ["", "a ", "a\"", "é", "a\r\n"])
  func boundary(text: String) {
    #expect(refusal("--\(text)--", boundary: text) != nil)
    #expect(refusal("--x--", boundary: String(repeating: "x", count: 71)) != nil)
  }

  @Test("is bounded in parts, texts, files and headers")
  func bounds() {
    func part(_ name: String, _ content: String, file: Bool = false) -> String {
      "--b\nContent-Disposition: form-data; name=\"\(name)\"\(file ? "; filename=f" : "")\n\n\(content)\n"
    }
    func long(_ count: Int) -> String { String(repeating: "x", count: count) }
    func isRefused(_ parts: String...) -> Bool { refusal(parts.joined() + "--b--") != nil }

    #expect(!isRefused(part("a", long(64))))
    #expect(isRefused(part("a", long(65))))
    #expect(!isRefused(part("a", long(1_000), file: true)))
    #expect(isRefused(part("a", long(1_001), file: true)))
    #expect(!isRefused((1...2).map { part("\($0)", "", file: true) }.joined()))
    #expect(isRefused((1...3).map { part("\($0)", "x", file: true) }.joined()))
    #expect(!isRefused((1...5).map { part("\($0)", "") }.joined()))
    #expect(isRefused((1...6).map { part("\($0)", "") }.joined()))
    #expect(isRefused(part(long(257), "")))
    #expect(isRefused(part(long(4_097), "")))
    #expect(isRefused(part("a[b][c][d][e][f][g]", "")))
  }

  @Test("is refused before it is read when the body is longer than all of its limits")
  func tooLong() {
    let limits = FormLimits(bytes: 10, fileBytes: 10, files: 1)
    let body = Array("--b--".utf8) + Array(repeating: 0x20, count: 16)

    #expect(throws: Refusal.tooLarge(limit: 20)) {
      try MultipartForm(body[...], boundary: "b", limits: limits)
    }
  }
}
