import StrictJSON
import Testing

@Suite("JSON values")
struct ValueTests {
  @Test("answer by kind, and nil for any other kind")
  func accessors() throws {
    let json = try JSON.parse(
      text: #"{"actor":"a","n":12,"f":1.5,"yes":true,"list":[1,"x"],"o":{"k":null}}"#
    )

    #expect(json["actor"]?.string == "a")
    #expect(json["n"]?.int == 12)
    #expect(json["f"]?.int == nil)
    #expect(json["f"]?.double == 1.5)
    #expect(json["yes"]?.bool == true)
    #expect(json["list"]?[1]?.string == "x")
    #expect(json["list"]?[2] == nil)
    #expect(json["o"]?["k"]?.isNull == true)
    #expect(json["missing"] == nil)
    #expect(json["actor"]?["x"] == nil)
  }

  @Test("are written as literals")
  func literals() {
    let name = "alice"
    let json: JSON = ["id": "https://a.example/\(name)", "n": [1, 2.5, true, nil], "o": [:]]

    #expect(json.text() == #"{"id":"https://a.example/alice","n":[1,2.5,true,null],"o":{}}"#)
  }

  @Test("find a key by its bytes, so that a Kelvin sign is no K")
  func exactKeys() throws {
    let json = try JSON.parse(text: "{\"public\\u212Aey\":1}")

    #expect(json["publicKey"] == nil)
    #expect(json["public\u{212A}ey"] == 1)
  }

  @Test("are equal only byte for byte")
  func exactEquality() {
    #expect(JSON.string("\u{212A}") != JSON.string("K"))
    // Of equal length, and equal to Unicode.
    #expect(JSON.string("\u{340}") != JSON.string("\u{300}"))
    #expect(JSON.number("1.0") != JSON.number("1"))
    #expect(JSON.string("é") == JSON.string("\u{e9}"))
  }

  @Test("keep two keys apart that only Unicode calls equivalent, in small and large objects")
  func equivalentKeys() throws {
    let many = (0..<20).map { "\"k\($0)\":0" }.joined(separator: ",")

    #expect(try JSON.parse(text: "{\"é\":1,\"e\u{301}\":2}").object?.count == 2)
    #expect(try JSON.parse(text: "{\(many),\"é\":1,\"e\u{301}\":2}").object?.count == 22)
  }

  @Test("change by key: replace in place, append, remove")
  func changes() {
    var object: JSONObject = ["a": 1, "b": 2]

    object["a"] = 3
    object["c"] = 4
    object["b"] = nil

    #expect(JSON.object(object).text() == #"{"a":3,"c":4}"#)
  }

  @Test("escape only what must be escaped")
  func escaping() {
    let json = JSON.string("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{7f}é😀")

    #expect(json.text() == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u{7f}é😀\"")
  }

  @Test("survive being written and read again, whatever bytes come in", arguments: 0..<20)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array(#"{}[]",:\u01truefalsnde+-.E 9"#.utf8) + [0xC3, 0xA9, 0x00, 0xFF]
    for _ in 0..<2_000 {
      let count = Int.random(in: 0..<24, using: &random)
      let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }
      guard let json = try? JSON.parse(bytes) else { continue }
      #expect(try JSON.parse(json.serialized()) == json)
    }
  }
}

/// A small repeatable generator (SplitMix64), so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
