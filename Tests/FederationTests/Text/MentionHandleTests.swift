import Testing

@testable import Federation

@Suite("Handles")
struct MentionHandleTests {
  @Test(
    "An address is read in each of its forms",
    arguments: [
      ("@anna", "@anna"), ("anna", "@anna"), ("anna@example.org", "@anna@example.org"),
      ("@Anna.b-c_d@Example.ORG:8443", "@Anna.b-c_d@example.org:8443"),
      ("@a@localhost:8080", "@a@localhost:8080"),
      ("@a@127.0.0.1:1", "@a@127.0.0.1:1"), ("a@example.org:443", "@a@example.org"),
      ("a@example.org:08443", "@a@example.org:8443"),
      ("a@xn--bcher-kva.example", "@a@xn--bcher-kva.example"),
    ]
  )
  func forms(_ address: String, _ canonical: String) {
    #expect(MentionHandle(address)?.description == canonical)
  }

  @Test(
    "What is no address is refused",
    arguments: [
      "", "@", "@@", "@a@", "@@b", "a@b@c", "@a@b@c", "a b", "é", "@a@é.example", ".a", "a.", "-a",
      "a-",
      "a@.b", "a@b.", "a@b..c", "a@b:", "a@b:0", "a@b:65536", "a@b:+1", "a@b:1:2", "a@b/c", "a@b?c",
      "a@b\r\nc",
      "a@b_c", "a/b", "a@[::1]", " a", "a\n", "a@b%2f", String(repeating: "a", count: 65),
      "a@" + String(repeating: "b", count: 64), "a@" + String(repeating: "b.", count: 127) + "b",
    ]
  )
  func refused(_ address: String) {
    #expect(MentionHandle(address) == nil)
  }
}
