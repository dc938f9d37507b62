import Foundation
import Model

/// Writes what letters say, with the sentences of the pages, as text and as HTML (`letter.mustache`).
package struct LetterPaper: Sendable {
  private let node: String
  private let origin: String
  private let language: String
  private let zone: TimeZone

  /// - Parameters:
  ///   - node: What people know the node by.
  ///   - origin: Where its pages are, without a slash at the end.
  ///   - language: What is spoken to who wishes for nothing else.
  ///   - zone: In which times are told.
  package init(node: String, origin: String, language: String, zone: TimeZone) {
    self.node = node
    self.origin = origin
    self.language = language
    self.zone = zone
  }

  /// Who a letter is for.
  package struct Reader: Sendable {
    package let name: String
    /// BCP 47.
    package let language: String?

    package init(_ member: Member) { self.init(name: member.name, language: member.language) }

    package init(name: String, language: String?) {
      (self.name, self.language) = (name, language)
    }
  }

  /// One thing that happened: by whom, what, and what it was about.
  package struct Happening: Sendable {
    package let kind: MemberNotification.Kind
    package let who: String
    package let about: String?

    package init(_ kind: MemberNotification.Kind, who: String, about: String?) {
      (self.kind, self.who, self.about) = (kind, who, about)
    }
  }

  // MARK: The letters

  package func confirmation(to reader: Reader, token: String) -> Letter {
    sheet(.confirmation, reader, path: "/mail/confirm/\(token)")
  }

  package func invitation(to reader: Reader, token: String, days: Int) -> Letter {
    sheet(.invitation, reader, path: "/welcome/\(token)", ["n": String(days)])
  }

  package func passwordReset(to reader: Reader, token: String) -> Letter {
    sheet(.passwordReset, reader, path: "/password/\(token)")
  }

  package func signIn(to reader: Reader, at time: Date, browser: String) -> Letter {
    let when = words(reader).moment(time)
    return sheet(.signIn, reader, path: "/account", ["when": when, "browser": browser])
  }

  /// That the password of an account is another one: chosen by who looks after the node, or on the page of the
  /// account.
  package func password(to reader: Reader, at time: Date, isGiven: Bool) -> Letter {
    let key = isGiven ? "passwordGiven" : "passwordChanged"
    return sheet(.signIn, reader, path: "/account", ["when": words(reader).moment(time)], key: key)
  }

  /// For the address that was the account's until now.
  package func formerAddress(to reader: Reader, at time: Date) -> Letter {
    let parts = ["when": words(reader).moment(time)]
    return sheet(.signIn, reader, path: "/account", parts, key: "formerAddress")
  }

  /// For admins: the node's certificate ends soon, or has ended.
  package func certificate(to reader: Reader, endsAt: Date, hasEnded: Bool) -> Letter {
    let words = words(reader)
    let when = words.moment(endsAt)
    return sheet(
      .certificate,
      reader,
      path: "/admin",
      subject: words.text(
        hasEnded ? "letter-certificate-subject-ended" : "letter-certificate-subject",
        ["node": node]
      ),
      lines: [
        words.text(
          hasEnded ? "letter-certificate-ended" : "letter-certificate-ends",
          ["when": when]
        )
      ]
    )
  }

  package func trial(to reader: Reader) -> Letter { sheet(.trial, reader, path: "/") }

  /// What happened since the last letter.
  ///
  /// - Parameters:
  ///   - reader: Who is told.
  ///   - happenings: The newest of it; at least one.
  ///   - more: How much else there is.
  ///   - ending: What in a link ends these letters.
  /// - Returns: The letter.
  package func notifications(
    to reader: Reader,
    _ happenings: [Happening],
    more: Int,
    ending: String
  ) -> Letter {
    let words = words(reader)
    var lines = happenings.map { line($0, words) }
    if more > 0 { lines.append(words.text("letter-notifications-more", count: more)) }
    return sheet(
      .notifications,
      reader,
      path: "/notifications",
      subject: words.text(
        "letter-notifications-subject",
        count: happenings.count + more,
        ["node": node]
      ),
      lines: lines,
      ending: "/mail/unsubscribe/\(ending)"
    )
  }

  private func line(_ happening: Happening, _ words: Words) -> String {
    let key = happening.kind.rawValue.replacing(".", with: "-")
    let sentence = "\(happening.who) \(words.text("notice-\(key)"))"
    return happening.about.map { "\(sentence): \($0)" } ?? sentence
  }

  // MARK: The paper

  private func words(_ reader: Reader) -> Words {
    let languages = Languages.shipped
    var words =
      [reader.language, language].compactMap(\.self).compactMap { languages.words($0) }.first
      ?? languages.all[0]
    words.zone = zone
    return words
  }

  private func sheet(
    _ kind: QueuedLetter.Kind,
    _ reader: Reader,
    path: String,
    _ parts: [String: String] = [:],
    key: String? = nil,
    subject: String? = nil,
    lines: [String] = [],
    ending: String? = nil
  ) -> Letter {
    let words = words(reader)
    let parts = parts.merging(["name": reader.name, "node": node]) { first, _ in first }
    let key = "letter-\(key ?? kind.rawValue)"
    let subject = subject ?? words.text("\(key)-subject", parts)
    let end = ending.map { origin + $0 }
    var sheet: [String: Any] = [
      "language": words.language, "subject": subject, "hello": words.text("letter-hello", parts),
      "text": words.text(key, parts), "link": origin + path, "label": words.text("\(key)-link"),
      "lines": lines, "has_lines": !lines.isEmpty, "foot": words.text("letter-foot", parts),
      "ending": words.text("mail-end"),
    ]
    if let end { sheet["unsubscribe"] = end }
    var text = [words.text("letter-hello", parts), "", words.text(key, parts), ""]
    if !lines.isEmpty { text += lines.map { "- \($0)" } + [""] }
    text += ["\(words.text("\(key)-link")): \(origin)\(path)", "", "-- "]
    text.append(words.text("letter-foot", parts))
    if let end { text.append("\(words.text("letter-foot-end")) \(end)") }
    return Letter(
      subject: subject,
      text: text.joined(separator: "\n") + "\n",
      html: PageTemplates.render("letter", ["letter": sheet], in: words) ?? "",
      language: words.language,
      unsubscribe: end
    )
  }
}
