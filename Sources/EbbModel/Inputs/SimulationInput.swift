/// A text that the store keeps under a name: an input file, a log.
package struct NamedText: Sendable, Equatable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// The input that a simulation was started with.
package struct SimulationInput: Sendable, Equatable {
  /// `EDITOR` or `FILES`, as the input itself says.
  package var inputType: String?
  /// The editor's project, JSON as it was stored.
  package var project: String?
  package var files: [NamedText]
  /// All of it, JSON as it was stored.
  package var json: String
  /// Its other members: names and JSON.
  package var others: [Metadata.Entry]

  package init(
    inputType: String?, project: String?, files: [NamedText], json: String, others: [Metadata.Entry] = []
  ) {
    self.others = others
    self.inputType = inputType
    self.project = project
    self.files = files
    self.json = json
  }

  /// The scoring meshes of Geant4's macros among the files.
  package var meshes: [String: MacroMesh] {
    files.filter { $0.name.hasSuffix(".mac") }.reduce(into: [:]) { meshes, file in
      meshes.merge(MacroMesh.meshes(in: file.text)) { first, _ in first }
    }
  }
}
