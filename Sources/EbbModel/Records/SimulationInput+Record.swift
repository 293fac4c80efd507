extension SimulationInput {
  /// What the input says for a record of its simulation: its files, which the simulator has read, and where these are silent
  /// the editor's project.
  /// - Parameters:
  ///   - project: the project, decoded; `nil` where there is none, or it is no JSON.
  ///   - simulator: the one that ran.
  package func recordedFacts(project: JSONTree?, simulator: Simulator?) -> RecordedFacts {
    var facts = RecordedFacts()
    for own in [
      ShieldHITInput(files).facts, FLUKAInput(files).facts, TOPASInput(files).facts, Geant4Input(files).facts,
    ] { facts.complete(with: own) }
    if let project {
      var told = EditorProject(project).facts
      // The same scorers go by other names there.
      if !facts.isSilent(on: .scoring) { told.leave(.scoring) }
      // The editor keeps SHIELD-HIT12A's models in projects of every simulator, and no other reads them.
      if simulator != .shieldhit { told.leave(.physics) }
      facts.complete(with: told)
    }
    facts.add(.input, "Files", RecordedFacts.list(files.map(\.name)), from: "store")
    return facts
  }
}
