import Mustache

/// The templates that ship with the program, each a file of `Resources/` (mustache(5)).
struct PageTemplates: Sendable {
  private let library: MustacheLibrary

  /// - Throws: What is wrong with one of them.
  init(_ files: [String: [UInt8]]) throws {
    var library = MustacheLibrary()
    for (name, file) in files {
      try library.register(String(decoding: file, as: UTF8.self), named: name)
    }
    self.library = library
  }

  /// - Returns: Nothing when there is no such template.
  func render(_ name: String, _ values: [String: Any]) -> String? {
    library.render(values, withTemplate: name)
  }

  /// Those of this program.
  ///
  /// A test reads them all, so that none is unreadable here.
  static let shipped: PageTemplates = {
    do { return try PageTemplates(PageFiles.templates) } catch {
      preconditionFailure("A template is wrong: \(error)")
    }
  }()
}
