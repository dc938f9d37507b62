import Model
import Testing

@testable import HTTPServer

/// The three ways in which clients say the same thing (threats 17, 24).
@Suite("What a client sends")
struct FormValueTests {
  private func form(_ text: String) throws -> FormValue {
    try URLEncodedForm.value(of: Array(text.utf8)[...])
  }

  private func json(_ text: String) throws -> FormValue {
    try FormValue.read(Array(text.utf8)[...], contentType: "application/json; charset=utf-8")
  }

  @Test("is the same in a form and in JSON")
  func sameInBoth() throws {
    let form = try form(
      "status=Bonjour+%C3%A0+tous%21&media_ids[]=1&media_ids%5B%5D=2&sensitive=true"
        + "&poll[options][]=oui&poll[options][]=non&poll[expires_in]=86400&source[privacy]=private"
    )
    let json = try json(
      """
      {"status": "Bonjour à tous!", "media_ids": ["1", 2], "sensitive": true, "nothing": null,
       "poll": {"options": ["oui", "non"], "expires_in": 86400}, "source": {"privacy": "private"}}
      """
    )

    #expect(form == json)
    #expect(form["poll"]?["options"]?.strings == ["oui", "non"])
    #expect(form["poll"]?["expires_in"]?.integer == 86_400)
    #expect(form["media_ids"]?.strings == ["1", "2"])
    #expect(form["source"]?["privacy"]?.string == "private")
    #expect(form["sensitive"]?.bool == true)
    #expect(form["status"]?["privacy"] == nil)
    #expect(form["nothing"] == nil)
  }

  @Test("numbers the fields of a profile, or lists them")
  func numbered() throws {
    let numbered = try form(
      "fields_attributes[10][name]=c&fields_attributes[0][name]=a&fields_attributes[0][value]=b"
    )
    let listed = try json(#"{"fields_attributes": [{"name": "a", "value": "b"}, {"name": "c"}]}"#)

    #expect(numbered["fields_attributes"]?.elements == listed["fields_attributes"]?.elements)
    #expect(listed["fields_attributes"]?.elements?.count == 2)
    #expect(try form("a[x]=1")["a"]?.elements == nil)
  }

  @Test("begins the next element of a list where a part would come twice, as Rack does")
  func listOfObjects() throws {
    let form = try form("a[][x]=1&a[][y]=2&a[][x]=3&a[][t][]=4&a[][t][]=5")

    #expect(
      form["a"]
        == .list([
          .object(["x": .string("1"), "y": .string("2")]),
          .object(["x": .string("3"), "t": .list([.string("4"), .string("5")])]),
        ])
    )
  }

  @Test("keeps the last of two, and a name whose brackets do not pair as it is")
  func plainNames() throws {
    let form = try form("a=1&a=2&b[=3&[c]=4&d]=5&e[f]g=6&=7&h&i=%zz%4&j==%3D")

    #expect(
      form
        == .object([
          "a": .string("2"), "b[": .string("3"), "[c]": .string("4"), "d]": .string("5"),
          "e[f]g": .string("6"), "": .string("7"), "h": .string(""), "i": .string("%zz%4"),
          "j": .string("=="),
        ])
    )
  }

  @Test(
    "is refused when one name is two things",
    arguments: ["a=1&a[]=2", "a[]=1&a=2", "a[b]=1&a[]=2", "a[b]=1&a=2", "a[b]=1&a[b][c]=2"]
  )
  func contradictions(text: String) {
    #expect(throws: Refusal.self) { try form(text) }
  }

  @Test("is refused when it is not UTF-8, too deep, too long or too much")
  func bounds() throws {
    #expect(throws: Refusal.self) { try form("a=%FF") }
    #expect(throws: Refusal.self) { try form("a[b][c][d][e][f][g]=1") }
    #expect(throws: Never.self) { try form("a[b][c][d][e][f]=1") }
    #expect(throws: Refusal.self) { try form(String(repeating: "n", count: 257) + "=1") }
    let many = (1...1_000).map { "a\($0)=" }.joined(separator: "&")
    #expect(throws: Never.self) { try form(many) }
    #expect(throws: Refusal.self) { try form(many + "&b=") }
    #expect(throws: Refusal.tooLarge(limit: 1 << 20)) {
      try form("a=" + String(repeating: "x", count: 1 << 20))
    }
    #expect(throws: Refusal.self) {
      try json(#"{"a":{"b":{"c":{"d":{"e":{"f":{}}}}}}}"#)
    }
    #expect(throws: Refusal.self) { try json("[]") }
    #expect(throws: Refusal.self) { try json("{") }
  }

  @Test("reads truth and whole numbers as Rails casts them")
  func scalars() {
    for no in ["0", "f", "F", "false", "FALSE", "off", "OFF"] {
      #expect(FormValue.string(no).bool == false)
    }
    for yes in ["1", "true", "on", "yes"] { #expect(FormValue.string(yes).bool == true) }
    #expect(FormValue.string("").bool == nil)
    #expect(FormValue.string("-3").integer == -3)
    for none in ["", "+3", "3.0", " 3", "0x3", "99999999999999999999"] {
      #expect(FormValue.string(none).integer == nil)
    }
  }

  @Test("is chosen by the media type; a body comes before a query")
  func reading() throws {
    let body = Array("a=1".utf8)[...]
    let form = try FormValue.read(body, contentType: "application/x-www-form-urlencoded")
    let query = try URLEncodedForm.value(ofQuery: "a=2&b=3")

    #expect(form.filled(from: query) == .object(["a": .string("1"), "b": .string("3")]))
    #expect(try FormValue.read([], contentType: nil) == .empty)
    let multipart = Array(
      "--x y\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x y--".utf8
    )
    let type = #"Multipart/Form-Data; charset=utf-8; boundary="x y""#
    #expect(try FormValue.read(multipart[...], contentType: type) == .object(["a": .string("1")]))
    for other in [nil, "text/plain", "multipart/form-data", "a/b; c", "a=b"] {
      #expect(throws: Refusal.self) { try FormValue.read(body, contentType: other) }
    }
  }
}
