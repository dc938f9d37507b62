/// What pages say in the node's language: French first, English for all others.
struct PageWords: Sendable {
  let language: String

  private let isFrench: Bool

  init(language: String) {
    isFrench = language.lowercased().split(separator: "-").first == "fr"
    self.language = isFrench ? "fr" : "en"
  }

  var aboutFollowing: String {
    isFrench
      ? "On suit une personne d’ici depuis tout compte du fédivers : cherchez-y son adresse, de la forme "
      : "Follow somebody here from any account in the fediverse: search there for an address such as "
  }

  var exampleName: String { isFrench ? "@prénom" : "@name" }

  func howToFollow(_ name: String) -> String {
    isFrench
      ? "Pour suivre \(name), cherchez cette adresse depuis votre compte du fédivers."
      : "To follow \(name), search for this address from your account in the fediverse."
  }

  var contact: String { isFrench ? "Contact : " : "Contact: " }
  var places: String { isFrench ? "Lieux : " : "Places: " }
  var edited: String { isFrench ? "modifié" : "edited" }
  var attachment: String { isFrench ? "Pièce jointe" : "Attachment" }
  var inReplyTo: String { isFrench ? "En réponse à " : "In reply to " }
}
