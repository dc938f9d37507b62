import ActivityStreams
import Foundation
import Model

// What a post needs besides that puts something to a vote, or asks what is kept track of.
extension PostComposer {
  /// The body with what is put to a vote, also in words, or asked.
  ///
  /// - Throws: `Refusal.malformed` for what cannot be meant, `Refusal.conflict` for another ring than
  ///   the node's or a territory's.
  func deciding(
    _ draft: PostDraft,
    _ body: PostBody,
    for audience: Audience,
    at now: Date
  ) throws(Refusal) -> PostBody {
    guard draft.consultation != nil || draft.question != nil else { return body }
    guard audience == .node || audience == .territory else {
      throw .conflict("That is for the node or a territory, not for \(audience.rawValue).")
    }
    let others = [draft.need != nil, draft.event != nil, draft.poll != nil, draft.group != nil]
    let both = draft.consultation != nil && draft.question != nil
    guard !both, !others.contains(true), draft.inReplyTo == nil || draft.consultation == nil else {
      throw .malformed("A post is one thing: a consultation or a question is nothing else besides.")
    }
    var body = body
    body.question = draft.question
    guard var consultation = draft.consultation else { return body }
    // As it comes to others, who read whole seconds.
    consultation.closesAt = Date(
      timeIntervalSince1970: consultation.closesAt.timeIntervalSince1970.rounded(.down)
    )
    consultation = try consultation.checked(at: now)
    body.consultation = consultation
    body.html = ConsultationWords(language: body.language).html(consultation, around: body.html)
    return body
  }

  /// The body of an edit: what is put to a vote stays, only what became of it is added.
  func deciding(_ draft: PostDraft, _ body: PostBody, of post: Post) -> PostBody {
    var body = body
    body.question = post.body.question == nil ? nil : draft.question ?? post.body.question
    guard var consultation = post.body.consultation else { return body }
    if let followUp = draft.consultation?.followUp { consultation.followUp = followUp }
    body.consultation = consultation
    body.html = ConsultationWords(language: body.language).html(consultation, around: body.html)
    return body
  }
}

/// What is put to a vote, in words: for those whose software knows nothing of it.
struct ConsultationWords {
  /// French, else English.
  private let isFrench: Bool

  init(language: String?) { isFrench = Tongue(language ?? "").isFrench }

  /// The title before, and the rules behind what the author wrote.
  func html(_ consultation: Consultation, around text: String) -> String {
    let head = "\(isFrench ? "Consultation :" : "Consultation:") \(consultation.title)"
    let rules = lines(consultation).map(VisibleText.escape).joined(separator: "<br>")
    var html = "<p><strong>\(VisibleText.escape(head))</strong></p>\(text)<p>\(rules)</p>"
    if !consultation.followUp.isEmpty {
      let word = isFrench ? "Ce qu’il en est advenu :" : "What became of it:"
      html += "<p><strong>\(word)</strong> \(VisibleText.escape(consultation.followUp))</p>"
    }
    return html
  }

  private func lines(_ consultation: Consultation) -> [String] {
    let options = consultation.options.joined(separator: " / ")
    let end = AS.Timestamp.text(consultation.closesAt)
    let fallback = consultation.options[consultation.fallback]
    var lines = [
      isFrench ? "Choix : \(options)" : "Choices: \(options)",
      isFrench ? "Jusqu’au \(end)" : "Until \(end)",
      isFrench ? "Sans décision : \(fallback)" : "If nothing is decided: \(fallback)",
    ]
    if consultation.quorum > 0 {
      lines.append("Quorum\(isFrench ? " " : ""): \(consultation.quorum) %")
    }
    return lines
  }
}
