import Federation

extension OpenNode {
  /// Reads the configuration anew and goes on with what can be changed while the node runs.
  ///
  /// A configuration that is refused changes nothing.
  ///
  /// - Returns: What was applied, and what waits for a restart.
  /// - Throws: `StartupFailure.configurationRefused` with everything that is wrong.
  @discardableResult
  package func reload() async throws -> ConfigurationReload {
    let reload = try running.update { current in
      let reload = ConfigurationReload(from: current, to: try NodeConfiguration(home: home))
      current = reload.configuration
      services.take(FederationSettings(current))
      pins.set(ConfiguredPins(current))
      pendingRestart.set(reload.needsRestart.map(\.key))
      NodeLogHandler.setLevel(current.logLevel)
      return reload
    }
    for action in reloadActions.value { await action() }
    return reload
  }

  /// What a reload would come to.
  package func reloadPreview() throws -> ConfigurationReload {
    ConfigurationReload(from: configuration, to: try NodeConfiguration(home: home))
  }

  /// Adds what has to happen after each reload, for parts that are made when the node serves.
  func whenReloaded(_ action: @escaping @Sendable () async -> Void) {
    reloadActions.update { $0.append(action) }
  }
}
