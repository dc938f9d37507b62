import Model

extension ActorStore {
  /// Whether a local actor shows to nobody who follows it and whom it follows, only how many.
  package func hidesTies(_ id: ActorID) throws -> Bool {
    try db.count("SELECT count(*) FROM actor WHERE id = ? AND hidesTies = 1", [id]) > 0
  }

  package func setHidesTies(_ isHiding: Bool, of id: ActorID) throws {
    try db.run("UPDATE actor SET hidesTies = ? WHERE id = ?", [isHiding, id])
  }
}
