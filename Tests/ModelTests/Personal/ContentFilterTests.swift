import Foundation
import Model
import Testing

@Suite("Content filters")
struct ContentFilterTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)
  private static let post = PostID(rawValue: 1)

  private func finds(_ keyword: String, in text: String, whole: Bool = true) -> Bool {
    FilteredText([text]).contains(
      FilteredText.Word(ContentFilter.Keyword(text: keyword, isWholeWord: whole))
    )
  }

  @Test(
    "find whole words without regard to case",
    arguments: [
      ("chat", "Un CHAT dort."), ("été", "L’Été"), ("c++", "J’aime C++, et vous ?"),
      ("#jardin", "voir #Jardin!"), ("deux mots", "deux\n  mots"), ("日本", "日本 です"),
      ("straße", "Straße"), ("e\u{301}te", "éte"), ("ça", "«ça»"),
    ]
  )
  func wholeWords(keyword: String, text: String) {
    #expect(finds(keyword, in: text))
  }

  @Test(
    "do not find a word within another, unless that is wished",
    arguments: [
      ("chat", "chatons"), ("chat", "achats"), ("ete", "étethon ete_"), ("art", "smart 4art"),
    ]
  )
  func parts(keyword: String, text: String) {
    #expect(!finds(keyword, in: text))
    #expect(finds(keyword, in: text, whole: false))
  }

  @Test("find a word later when its first occurrence is within another")
  func later() {
    #expect(finds("chat", in: "château chat"))
  }

  @Test("find nothing by what is empty, or longer than the text")
  func nothing() {
    #expect(!finds("", in: "text"))
    #expect(!finds("  ", in: "a  b", whole: false))
    #expect(!finds("a long keyword", in: "a"))
    #expect(!finds("a", in: ""))
  }

  @Test("look at warning, text, options and descriptions")
  func everywhere() {
    let text = FilteredText(["spoiler", "body", "option", "a red barn"])

    for word in ["spoiler", "body", "option", "red barn"] {
      #expect(text.contains(FilteredText.Word(.init(text: word))))
    }
    #expect(!text.contains(FilteredText.Word(.init(text: "spoilerbody"))))
  }

  @Test("say by which words and posts they found something")
  func matches() {
    let filter = ContentFilter(
      title: "t",
      contexts: [.home],
      keywords: [.init(text: "one"), .init(text: "two"), .init(text: "three")],
      statuses: [.init(postID: Self.post), .init(postID: PostID(rawValue: 2))]
    )

    let match = ReadyFilter(filter, at: Self.now)?.match(FilteredText(["three one"]), of: Self.post)

    #expect(match?.keywords == ["one", "three"])
    #expect(match?.statuses == [Self.post])
    #expect(
      ReadyFilter(filter, at: Self.now)?.match(FilteredText([""]), of: PostID(rawValue: 3)) == nil
    )
  }

  @Test("end at their time")
  func ends() {
    var filter = ContentFilter(title: "t", contexts: [.home], keywords: [.init(text: "one")])
    filter.endsAt = Self.now

    #expect(ReadyFilter(filter, at: Self.now)?.match(FilteredText(["one"]), of: Self.post) == nil)
    #expect(
      ReadyFilter(filter, at: Self.now.addingTimeInterval(-1))?.match(
        FilteredText(["one"]),
        of: Self.post
      ) != nil
    )
  }

  @Test("take hostile text in their stride")
  func hostile() {
    let text = String(repeating: "a", count: 100_000)
    let keyword = ContentFilter.Keyword(
      text: String(repeating: "a", count: ContentFilter.longestKeyword - 1) + "b",
      isWholeWord: false
    )

    let time = ContinuousClock().measure {
      #expect(!FilteredText([text]).contains(FilteredText.Word(keyword)))
    }

    #expect(time < .seconds(20))
  }
}
