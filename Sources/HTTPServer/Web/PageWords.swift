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

  var invitation: String {
    isFrench ? "Invitation à devenir pair" : "Invitation to become a peer"
  }

  var howToJoin: String {
    isFrench
      ? "Ce lien porte un billet, la suite de lettres après le signe #. Il ne quitte pas votre navigateur. Sur votre nœud, tapez :"
      : "This link carries a ticket, the letters after the # sign. It does not leave your browser. On your node, type:"
  }

  var whoIsIt: String {
    isFrench
      ? "Votre nœud montre d’abord qui invite et ce qui est demandé, puis pose la question."
      : "Your node first shows who invites and what is asked, and then asks you."
  }

  func howToFollow(_ name: String) -> String {
    isFrench
      ? "Pour suivre \(name), cherchez cette adresse depuis votre compte du fédivers."
      : "To follow \(name), search for this address from your account in the fediverse."
  }

  var contact: String { isFrench ? "Contact : " : "Contact: " }
  var territories: String { isFrench ? "Territoires" : "Territories" }
  var charter: String { isFrench ? "charte" : "charter" }
  var places: String { isFrench ? "Lieux : " : "Places: " }
  var edited: String { isFrench ? "modifié" : "edited" }
  var attachment: String { isFrench ? "Pièce jointe" : "Attachment" }
  var inReplyTo: String { isFrench ? "En réponse à " : "In reply to " }
}
