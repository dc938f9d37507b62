import Model

/// What a member's own page says: French, English for all others.
struct AccountWords: Sendable {
  let language: String
  private let isFrench: Bool

  init(_ language: String) {
    let tongue = Tongue(language)
    (self.language, isFrench) = (tongue.tag, tongue.isFrench)
  }

  private func say(_ french: String, _ english: String) -> String { isFrench ? french : english }

  var account: String { say("Votre compte", "Your account") }
  /// A button and what it is about.
  func label(_ button: String, _ what: String) -> String {
    say("\(button) : \(what)", "\(button): \(what)")
  }
  var back: String { say("Retour à votre compte", "Back to your account") }
  func signedInAs(_ name: String) -> String { say("Connecté·e : ", "Signed in: ") + name }

  // MARK: Browsers and applications

  var browsers: String { say("Navigateurs", "Browsers") }
  var applications: String { say("Applications", "Applications") }
  var noApplications: String {
    say("Aucune application n’a accès à ce compte.", "No application has access to this account.")
  }
  var thisOne: String { say("celui-ci", "this one") }
  var unnamed: String { say("navigateur sans nom", "browser without a name") }
  var since: String { say("Depuis le ", "Since ") }
  var lastUsed: String { say("dernier usage le ", "last used ") }
  var neverUsed: String { say("jamais utilisé", "never used") }
  var end: String { say("Déconnecter", "End") }
  var signOut: String { say("Se déconnecter ici", "Sign out here") }
  var endOthers: String { say("Déconnecter tout le reste", "End all others") }
  var endOthersMeans: String {
    say(
      "Tout le reste : les autres navigateurs et toutes les applications.",
      "All others: the other browsers, and all applications."
    )
  }

  // MARK: The password

  var password: String { say("Mot de passe", "Password") }
  var changing: String {
    say(
      "Un nouveau mot de passe déconnecte tout le reste : les autres navigateurs et toutes les "
        + "applications. Ce navigateur-ci reste connecté.",
      "A new password ends everything else: the other browsers and all applications. This browser "
        + "stays signed in."
    )
  }
  var current: String { say("Mot de passe actuel", "Current password") }
  var new: String { say("Nouveau mot de passe", "New password") }
  var again: String { say("Encore une fois", "The same again") }
  var change: String { say("Changer le mot de passe", "Change the password") }
  var code: String { say("Code du second facteur", "Code of the second factor") }

  // MARK: The second factor

  var factor: String { say("Second facteur", "Second factor") }
  var factorIsOff: String {
    say(
      "Inactif : le mot de passe suffit pour se connecter. Avec un second facteur, il faut aussi le "
        + "code qu’affiche une application sur votre téléphone.",
      "Off: the password is enough to sign in. With a second factor, a code that an application on "
        + "your telephone shows is needed, too."
    )
  }
  var factorIsOn: String {
    say(
      "Actif : se connecter demande aussi un code. Depuis le ",
      "On: signing in takes a code, too. Since "
    )
  }
  func codesLeft(_ number: Int) -> String {
    switch number {
    case 0: say("Il ne reste aucun code de secours.", "No recovery codes are left.")
    case 1: say("Il reste un code de secours.", "One recovery code is left.")
    default:
      say("Il reste \(number) codes de secours.", "\(number) recovery codes are left.")
    }
  }
  var switchOn: String { say("Activer le second facteur", "Switch the second factor on") }
  var switchOff: String { say("Désactiver le second facteur", "Switch the second factor off") }
  var renewCodes: String { say("Faire de nouveaux codes de secours", "Make new recovery codes") }
  var scan: String {
    say(
      "Scannez cette image avec une application de codes (Aegis, FreeOTP…), ou tapez-y le "
        + "secret.",
      "Scan this picture with an authenticator application (Aegis, FreeOTP…), or type the secret "
        + "into it."
    )
  }
  var openHere: String {
    say(
      "Ouvrir dans une application de cet appareil",
      "Open in an application on this device"
    )
  }
  var secret: String { say("Secret", "Secret") }
  var address: String { say("Adresse", "Address") }
  var firstCode: String {
    say("Code que l’application affiche", "Code that the application shows")
  }
  var confirm: String { say("Confirmer", "Confirm") }
  var recoveryCodes: String { say("Codes de secours", "Recovery codes") }
  var keepCodes: String {
    say(
      "Sans votre téléphone, chacun de ces codes vous laisse entrer une fois. Notez-les maintenant : "
        + "ils ne sont plus montrés. Les codes d’avant ne valent plus rien.",
      "Without your telephone each of these codes lets you in once. Write them down now: they are not "
        + "shown again. Codes of before are worth nothing."
    )
  }
}

// MARK: What came of it

/// What was done, said once on the page that follows.
enum AccountDeed: String, Sendable {
  case ended
  case endedOthers = "ended-others"
  case changedPassword = "password"
  case switchedOff = "switched-off"
}

extension AccountWords {
  func done(_ deed: AccountDeed) -> String {
    switch deed {
    case .ended: say("C’est déconnecté.", "That is ended.")
    case .endedOthers:
      say("Tout est déconnecté, sauf ce navigateur.", "All is ended but this browser.")
    case .changedPassword:
      say(
        "Le mot de passe est changé ; tout est déconnecté, sauf ce navigateur.",
        "The password is changed; all is ended but this browser."
      )
    case .switchedOff: say("Le second facteur est désactivé.", "The second factor is off.")
    }
  }

  var signInAgain: String {
    say(
      "Cette session est finie : connectez-vous de nouveau.",
      "This session has ended: sign in again."
    )
  }
  var notTheSame: String {
    say(
      "Les deux nouveaux mots de passe ne sont pas les mêmes.",
      "The two new passwords are not the same."
    )
  }
  var unsuitable: String {
    let (least, most) = (Member.passwordBytes.lowerBound, Member.passwordBytes.upperBound)
    return say(
      "Le nouveau mot de passe doit avoir au moins \(least) lettres, et \(most) au plus.",
      "The new password needs at least \(least) letters, and \(most) at most."
    )
  }
  /// What is said of a try that failed; nothing of one that did not.
  func failure(_ attempt: SignInAttempt) -> String? {
    switch attempt {
    case .member: nil
    case .needsCode:
      say("Donnez aussi le code du second facteur.", "Give the code of the second factor as well.")
    case .wrong: say("Mot de passe ou code incorrect.", "Wrong password or code.")
    case .tooOften: SignInWords(language).tooOften
    }
  }
  var wrongCode: String {
    say(
      "Ce code n’est pas le bon. Attendez le suivant et vérifiez l’heure du téléphone.",
      "That code is not right. Wait for the next one, and check the clock of your telephone."
    )
  }

  /// What went wrong, and what to do.
  func explain(_ refusal: Refusal) -> String {
    switch refusal {
    case .forbidden:
      say(
        "Ce formulaire vient d’un autre site ou d’une autre session. Ouvrez votre compte et "
          + "recommencez ; rien n’est changé.",
        "This form comes from another site or another session. Open your account and try again; "
          + "nothing is changed."
      )
    case .absent:
      say(
        "Il n’y a rien de tel dans votre compte : c’est peut-être déjà déconnecté.",
        "There is nothing like that in your account: perhaps it has ended already."
      )
    case .conflict:
      say(
        "Autre chose a été changé entre-temps. Ouvrez votre compte et regardez ce qu’il en est.",
        "Something else was changed meanwhile. Open your account and see how things stand."
      )
    default:
      say("Cela n’a pas marché : ", "That did not work: ") + refusal.description
    }
  }
}
