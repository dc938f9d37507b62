import Mustache

/// The templates that ship with the program, each a file of `Resources/` (mustache(5)), in one language.
///
/// `{{t.key}}` is a sentence of the language. It is put in when the templates are read, not each time
/// one is written: half of what a page looks up are sentences.
struct PageTemplates: Sendable {
  private let library: MustacheLibrary

  /// A sentence is asked for in a way that nobody reads.
  struct Unreadable: Error {
    let template: String
  }

  /// - Throws: What is wrong with one of them.
  init(_ files: [String: [UInt8]], in words: Words) throws {
    var library = MustacheLibrary()
    for (name, file) in files {
      let text = String(decoding: file, as: UTF8.self).replacing(/\{\{t\.([A-Za-z0-9-]+)\}\}/) {
        HTMLText.escape(words.text(String($0.1)))
      }
      guard !text.contains(/\{\{[^A-Za-z}]*t\./) else { throw Unreadable(template: name) }
      try library.register(text, named: name)
    }
    self.library = library
  }

  /// Writes one of this program's.
  ///
  /// - Returns: Nothing when there is no such template.
  static func render(_ name: String, _ values: [String: Any], in words: Words) -> String? {
    shipped[words.language]?.library.render(values, withTemplate: name)
  }

  /// Those of this program by their language.
  ///
  /// A test reads them all, so that none is unreadable here.
  private static let shipped: [String: PageTemplates] = {
    do {
      let all = try Languages.shipped.all.map { words in
        (words.language, try PageTemplates(PageFiles.templates, in: words))
      }
      return Dictionary(uniqueKeysWithValues: all)
    } catch {
      preconditionFailure("A template is wrong: \(error)")
    }
  }()
}
