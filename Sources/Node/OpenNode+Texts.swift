import HTTPServer
import Model
import Signatures
import Storage

extension OpenNode {
  /// Notes when the admin's own words about the node were last changed, for apps that ask for that.
  ///
  /// What the configuration says is looked at when the node begins to serve; the day of a text is that of the
  /// first start with it.
  func noteTexts(of presentation: ServerSettings.Presentation) async throws {
    let now = services.now()
    let texts: [(StateStore.Text, String)] = [
      (.description, presentation.summary),
      (.privacy, presentation.privacy ?? ""),
    ]
    try await database.write { tx in
      for (name, text) in texts {
        let digest = BodyDigest(of: text.utf8).sha256.hexadecimal
        try tx.state.note(name, is: digest, at: now)
      }
    }
  }
}
