/// The parsers of foreign bytes, each with what must hold whatever it is given.
///
/// `scripts/fuzz` drives them by libFuzzer; the test suite replays the corpus.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case json, document, signature, html, markdown, ticket, statement, form, multipart, recording

  /// What was found: a property that some input breaks.
  package struct Finding: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
  }

  /// The longest input that is worth a try, in bytes.
  package var longest: Int {
    switch self {
    case .json, .html, .markdown, .document, .statement, .recording: 16_384
    case .signature, .ticket, .form, .multipart: 4_096
    }
  }

  /// Reads the bytes and checks what must hold.
  ///
  /// - Parameter bytes: Any bytes at all.
  /// - Throws: `Finding` where a property is broken. A refusal by the parser is no finding.
  package func run(_ bytes: [UInt8]) throws(Finding) {
    switch self {
    case .json: try FuzzJSON.run(bytes)
    case .document: try FuzzJSON.document(bytes)
    case .signature: try FuzzSignature.run(bytes)
    case .html: try FuzzText.html(bytes)
    case .markdown: try FuzzText.markdown(bytes)
    case .ticket: try FuzzTicket.run(bytes)
    case .statement: try FuzzJSON.statement(bytes)
    case .form: try FuzzForm.run(bytes)
    case .multipart: try FuzzForm.multipart(bytes)
    case .recording: try FuzzRecording.run(bytes)
    }
  }
}

/// Stops the input where a property is broken.
func hold(_ condition: Bool, _ property: @autoclosure () -> String) throws(FuzzTarget.Finding) {
  guard condition else { throw FuzzTarget.Finding(property()) }
}
