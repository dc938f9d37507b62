import Model

extension World {
  /// P8: what a key says that a seal has put out changes nothing, and neither does a rotation
  /// anywhere in its past.
  mutating func judgeSealedOut(_ ledger: TerritoryLedger, _ reference: ReferenceFold) {
    for member in reference.era.retired.sorted() {
      guard let node = nodes.first(where: { $0.id == member }),
        let head = ledger.head(of: member), let key = ledger.currentKey(of: member)
      else { continue }
      var author = node.identity
      author.key = key
      author.sequence = head.sequence + 1
      author.previous = head.digest
      var later = ledger
      for content in lastWords(ledger) { _ = later.insert(author.write(content)) }
      _ = later.insert(author.rotate())
      if later.state != ledger.state { findings.append("P8: a sealed-out key has an effect") }
      judgeRotations(of: node.identity, ledger)
    }
  }

  /// Whatever somebody might still try who is out.
  private func lastWords(_ ledger: TerritoryLedger) -> [Statement.Content] {
    let state = ledger.state
    var contents = state.candidates.map { Statement.Content.endorse(join: $0.join) }
    contents += state.proposals.map { .vote(proposal: $0.digest) }
    contents.append(.leave)
    if let victim = state.members.first {
      let seal = Seal(version: state.version + 1, previous: state.seal, drop: [victim.id])
      contents.append(.seal(seal))
      contents.append(
        .propose(Proposal(wish: .exclude(victim.id), version: state.version, reason: ""))
      )
    }
    for seal in seals(ledger) {
      guard case .seal(let content) = ledger.statements[seal]?.content else { continue }
      if content.previous == state.seal { contents.append(.cosign(seal: seal)) }
    }
    return contents
  }

  /// Replaces the key after each entry of its log, as though all that follows had been a thief's.
  private mutating func judgeRotations(of author: Author, _ ledger: TerritoryLedger) {
    for entry in ledger.entries(of: author.id) {
      for isReveal in [false, true] {
        var past = author
        past.key = entry.key
        past.sequence = entry.sequence + 1
        past.previous = entry.digest
        var later = ledger
        _ = later.insert(isReveal ? past.reveal() : past.rotate())
        if later.state != ledger.state {
          findings.append("P8: a sealed-out key has rewritten the past")
        }
      }
    }
  }
}
