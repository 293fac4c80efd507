extension SimulationInput {
  /// What the input says for a record of its simulation: its files, which the simulator has read, and where these are silent
  /// the editor's project.
  /// - Parameter project: the project, decoded; `nil` where there is none, or it is no JSON.
  package func recordedFacts(project: JSONTree?) -> RecordedFacts {
    var facts = RecordedFacts()
    for own in [
      ShieldHITInput(files).facts, FLUKAInput(files).facts, TOPASInput(files).facts, Geant4Input(files).facts,
    ] { facts.complete(with: own) }
    if let project {
      var told = EditorProject(project).facts
      // The same scorers go by other names there.
      if !facts.isSilent(on: .scoring) { told.leave(.scoring) }
      facts.complete(with: told)
    }
    facts.add(.input, "Files", RecordedFacts.list(files.map(\.name)), from: "store")
    return facts
  }
}
