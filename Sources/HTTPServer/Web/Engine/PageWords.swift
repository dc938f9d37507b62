import ActivityStreams
import Model

/// What is said of valves and of invitations, as commands and pages say it: French first, English for all
/// others.
struct PageWords: Sendable {
  let language: String

  private let isFrench: Bool

  init(language: String) {
    let tongue = Tongue(language)
    (self.language, isFrench) = (tongue.tag, tongue.isFrench)
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

  /// A valve that is not open, in one line: what, with whom, how, why, by whom, until when.
  func valve(_ valve: Valve, with peer: String) -> String {
    let way =
      switch valve.direction {
      case .in: isFrench ? "de" : "from"
      case .out: isFrench ? "vers" : "to"
      }
    let state =
      switch valve.setting {
      case .closed: isFrench ? "fermé" : "closed"
      case .reviewed: isFrench ? "retenu jusqu’à relecture" : "held for review"
      case .open: isFrench ? "ouvert" : "open"
      }
    var text = "\(valve.scope.rawValue) \(way) \(peer): \(state)"
    if !valve.reason.isEmpty { text += " – \(valve.reason)" }
    var notes = valve.author.isEmpty ? [] : [valve.author]
    if let review = valve.reviewAt {
      let day = String(AS.Timestamp.text(review).prefix(10))
      notes.append((isFrench ? "à revoir le " : "review on ") + day)
    }
    return notes.isEmpty ? text : "\(text) (\(notes.joined(separator: ", ")))"
  }
}
