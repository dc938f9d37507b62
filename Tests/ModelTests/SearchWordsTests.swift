import Testing

@testable import Model

@Suite("Words of a search")
struct SearchWordsTests {
  @Test(
    "are without case, accents, ligatures and elided articles",
    arguments: [
      ("L’Été à l'œuvre", ["ete", "a", "oeuvre"]), ("ŒUVRE", ["oeuvre"]),
      ("l'eau d’eau qu'il", ["eau", "eau", "il"]), ("aujourd'hui", ["aujourd", "hui"]),
      ("e\u{301}te\u{301}", ["ete"]), ("Straße", ["strasse"]), ("ﬁn", ["fin"]),
      ("compte-rendu, 2026.", ["compte", "rendu", "2026"]), ("l'", ["l"]), ("''", []),
      ("Łódź", ["lodz"]), ("Ελλάδα", ["ελλαδα"]), ("日本語", ["日本語"]), ("हिन्दी", ["हिन्दी"]),
      ("\"; DROP TABLE post; --", ["drop", "table", "post"]), ("* OR NEAR(", ["or", "near"]),
    ]
  )
  func folded(text: String, words: [String]) {
    #expect(SearchWords(text).indexed == words.joined(separator: " "))
  }

  @Test(
    "keep the signs of names that have some, and are found without them as well",
    arguments: [
      ("C++", "c c++", ["c++"]), ("en C# ou F#", "en c c# ou f f#", ["en", "c#", "ou", "f#"]),
      ("(.NET)", "net .net", [".net"]), ("ASP.NET", "asp net", ["asp", "net"]),
      ("fin. Net", "fin net", ["fin", "net"]), ("C++17", "c 17", ["c", "17"]),
      ("C/C++, g++.", "c c c++ g g++", ["c", "c++", "g++"]), ("a+b", "a b", ["a", "b"]),
      ("#bois", "bois", ["bois"]), ("...net", "net", ["net"]), ("i+++", "i", ["i"]),
    ]
  )
  func signs(text: String, indexed: String, asked: [String]) {
    #expect(SearchWords(text).indexed == indexed)
    #expect(SearchWords(text).asked == asked)
  }

  @Test("of HTML are those of its text")
  func html() {
    let html =
      "<p>Bonjour <a href=\"https://secret.example/x\">l&#39;ami</a><br>A&amp;B &lt;b&gt;</p>"

    #expect(SearchWords(html: html).indexed == "bonjour ami a b b")
    #expect(SearchWords(html: "<p>un</p><p>deux</p>").indexed == "un deux")
  }

  @Test("are bounded, and hold nothing but letters, digits, marks and the three signs")
  func bounds() {
    let long = String(repeating: "é", count: 500_000)
    let many = String(repeating: "a ", count: 500_000)
    let all = (0x20...0x2FFF).compactMap { Unicode.Scalar($0).map { "x\($0)y z\($0)\($0)" } }

    #expect(SearchWords(long).indexed.unicodeScalars.count == SearchWords.longestWord)
    #expect(SearchWords(many).indexed.utf8.count <= 2 * SearchWords.longestText)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789+#.".unicodeScalars)
    for scalar in all.flatMap({ SearchWords($0).asked }).joined().unicodeScalars
    where scalar.isASCII {
      #expect(allowed.contains(scalar), "\(scalar)")
    }
    #expect(SearchWords.tag("#Été_2026") == "ete2026")
  }
}

@Suite("Who may find what")
struct SearchPermissionTests {
  private static let author = ActorID(rawValue: 1)
  private static let reader = Reader.member(ActorID(rawValue: 2))

  private func facts(
    _ audience: Audience,
    _ consent: SearchConsent?,
    isIndexable: Bool = false,
    isFollower: Bool = false,
    isAddressed: Bool = false,
    isLimited: Bool = false
  ) -> SearchFacts {
    SearchFacts(
      reading: ReadingFacts(
        audience: audience,
        authorID: Self.author,
        isReaderFollower: isFollower,
        isReaderAddressed: isAddressed,
        isAuthorLimited: isLimited
      ),
      consent: consent,
      isIndexable: isIndexable
    )
  }

  private func finds(_ facts: SearchFacts, _ reader: Reader = Self.reader) -> Bool {
    Permission.allows(reader, toFind: facts)
  }

  @Test("a post is found by whom its author lets, of those who may read it")
  func consent() {
    #expect(finds(facts(.public, .everyone)))
    #expect(!finds(facts(.public, .followers)))
    #expect(finds(facts(.public, .followers, isFollower: true)))
    #expect(!finds(facts(.public, .author, isIndexable: true, isFollower: true)))
    #expect(!finds(facts(.public, nil)))
    #expect(finds(facts(.public, nil, isIndexable: true)))
    #expect(finds(facts(.node, nil, isIndexable: true)))
    #expect(!finds(facts(.followers, .everyone)))
    #expect(finds(facts(.followers, .everyone, isFollower: true)))
    #expect(!finds(facts(.followers, nil, isIndexable: true, isFollower: true)))
    #expect(!finds(facts(.node, .everyone), .anyone))
    #expect(finds(facts(.followers, .author), .member(Self.author)))
    #expect(!finds(facts(.public, .everyone, isLimited: true)))
  }

  @Test("what is for single people is found by nobody")
  func direct() {
    #expect(!finds(facts(.direct, .everyone, isIndexable: true, isAddressed: true)))
    #expect(!finds(facts(.direct, .everyone), .member(Self.author)))
  }

  @Test("a person is found who asked for it, or by those who follow it")
  func people() {
    var facts = ActorSearchFacts(
      id: Self.author,
      kind: .person,
      isActive: true,
      isLimited: false,
      isDiscoverable: false,
      isFollowed: false,
      isBlocked: false
    )
    let finds = { Permission.allows(Self.reader, toFind: facts) }
    #expect(!finds())
    facts.kind = .group
    #expect(finds())
    (facts.kind, facts.isDiscoverable) = (.person, true)
    #expect(finds())
    facts.isLimited = true
    #expect(!finds())
    facts.isFollowed = true
    #expect(finds())
    facts.isBlocked = true
    #expect(!finds())
    (facts.isBlocked, facts.isActive) = (false, false)
    #expect(!finds())
  }
}
