import Yams

extension ConfigurationFile {
  /// Says in which line and column the text stops being YAML.
  func syntaxProblem(_ error: any Error, in text: String) -> ConfigurationProblem {
    guard let error = error as? YamlError else {
      return note("cannot be read: \(error)", at: .start)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let details = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
      return note("broken YAML: \(details)", at: TextPosition(mark))
    case .duplicatedKeysInMapping(let names, let context):
      let position = secondPosition(of: names, in: text) ?? TextPosition(context.mark)
      return note(duplicates(names), at: position)
    case .reader(let problem, let offset, _, _):
      let position = offset.map { TextPosition(offset: $0, in: text) } ?? .start
      return note("broken YAML: \(problem)", at: position)
    default:
      return note("broken YAML: \(error)", at: .start)
    }
  }

  private func duplicates(_ names: [String]) -> String {
    let list = names.sorted().map { "`\($0)`" }.joined(separator: ", ")
    return "\(list) stands twice in one section"
  }

  /// The second line that begins with the doubled name; Yams tells only where the section starts.
  private func secondPosition(of names: [String], in text: String) -> TextPosition? {
    guard let name = names.min() else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.enumerated().filter { _, line in
      line.drop { $0 == " " }.hasPrefix(name + ":")
    }
    guard places.count == 2, let (index, line) = places.last else { return nil }
    return TextPosition(line: index + 1, column: line.prefix { $0 == " " }.count + 1)
  }
}
