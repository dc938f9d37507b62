import StrictJSON
import Testing

@Suite("Parsing JSON")
struct ParsingTests {
  @Test(
    "accepts every form RFC 8259 allows and keeps it",
    arguments: [
      "null", "true", "false", "0", "-0", "1.0", "1E+2", "-12.5e-3", #""""#, "[]", "{}",
      #"{"b":1,"a":[true,null,{"c":"d"}]}"#, #"[1.10,100000000000000000000000,1e400]"#,
      #""é😀""#,
    ]
  )
  func keepsText(text: String) throws {
    let json = try JSON.parse(text: text)

    #expect(json.text() == text)
  }

  @Test("resolves escapes and surrogate pairs")
  func escapes() throws {
    let json = try JSON.parse(text: #""\"\\\/\b\f\n\r\té\uD83D\uDE00\u0000""#)

    #expect(json.string == "\"\\/\u{8}\u{c}\n\r\té😀\u{0}")
  }

  @Test("skips white space around everything")
  func whitespace() throws {
    let json = try JSON.parse(text: " \n{ \"a\" :\t[ 1 , 2 ]\r\n} ")

    #expect(json.text() == #"{"a":[1,2]}"#)
  }

  @Test(
    "refuses what is not JSON, and says where and why",
    arguments: [
      ("", 0, .unexpectedEnd), (" ", 1, .unexpectedEnd), ("nul", 0, .expectedValue),
      ("NaN", 0, .expectedValue), ("Infinity", 0, .expectedValue), ("-", 1, .unexpectedEnd),
      ("01", 1, .trailingBytes), ("+1", 0, .expectedValue), (".5", 0, .expectedValue),
      ("1.", 2, .unexpectedEnd), ("1.x", 2, .malformedNumber), ("1e", 2, .unexpectedEnd),
      ("[1,]", 3, .expectedValue), ("[1 2]", 3, .expectedCommaOrEnd), ("[", 1, .unexpectedEnd),
      ("{\"a\":1,}", 7, .expectedKey), ("{a:1}", 1, .expectedKey), ("{\"a\" 1}", 5, .expectedColon),
      ("{\"a\":1 \"b\":2}", 7, .expectedCommaOrEnd), ("{\"a\":1", 6, .unexpectedEnd),
      ("true false", 5, .trailingBytes), ("{}x", 2, .trailingBytes), ("'a'", 0, .expectedValue),
      ("\"a", 2, .unexpectedEnd), ("\"a\nb\"", 2, .controlCharacter),
      ("\"\\x\"", 1, .unknownEscape), ("\"\\u12g4\"", 5, .unknownEscape),
      ("\"\\ud800\"", 1, .loneSurrogate), ("\"\\udc00\"", 1, .loneSurrogate),
      ("\"\\ud800\\u0041\"", 1, .loneSurrogate), ("\"\\ud800x\"", 1, .loneSurrogate),
      ("{\"a\":1,\"a\":2}", 7, .duplicateKey), ("{\"a\":1,\"\\u0061\":2}", 7, .duplicateKey),
      ("\u{FEFF}{}", 0, .byteOrderMark), ("[1,//\n2]", 3, .expectedValue),
      ("[\u{A0}1]", 1, .expectedValue),
    ] as [(String, Int, JSON.ParseError.Reason)]
  )
  func refuses(text: String, offset: Int, reason: JSON.ParseError.Reason) {
    #expect(throws: JSON.ParseError(offset: offset, reason: reason)) { try JSON.parse(text: text) }
  }

  @Test(
    "refuses invalid UTF-8 in plain and in escaped strings",
    arguments: [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3],
      [0x5C, 0x6E, 0xFF],
    ] as [[UInt8]]
  )
  func invalidUTF8(bytes: [UInt8]) {
    let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]

    #expect(throws: JSON.ParseError(offset: 1, reason: .invalidUTF8)) { try JSON.parse(text) }
  }

  @Test("describes a refusal in plain English")
  func description() {
    let error = #expect(throws: JSON.ParseError.self) { try JSON.parse(text: "[1,]") }

    #expect(error?.description == "byte 3: a value is expected here")
  }
}
