/// A record of how results came about, in the order in which a report on a Monte Carlo study tells it: AAPM Task Group 268
/// (Sechopoulos et al., "RECORDS", Med. Phys. 45, 2018, e1).
///
/// What nothing states is a field without a text: it is not known, and never guessed.
package struct SimulationRecord: Sendable, Equatable {
  /// A part of a record. Its raw value is its heading.
  package enum Topic: String, CaseIterable, Sendable {
    case code = "Code"
    case source = "Source"
    case geometry = "Geometry"
    case materials = "Materials"
    case physics = "Physics"
    case scoring = "Scoring"
    case primaries = "Primaries"
    case varianceReduction = "Variance reduction"
    case uncertainty = "Statistical uncertainty"
    case input = "Input"
  }

  package struct Field: Sendable, Equatable {
    package var label: String
    /// One line; `nil` where it is not known.
    package var text: String?
    /// Where the text was read: a file's name, "metadata", "store", "results"; `nil` where it is not known.
    package var origin: String?

    package init(_ label: String, _ text: String?, from origin: String?) {
      self.label = label
      self.text = text
      self.origin = text == nil ? nil : origin
    }
  }

  package struct Section: Sendable, Equatable {
    package var topic: Topic
    package var fields: [Field]
  }

  /// One of every topic, in order.
  package var sections: [Section]

  /// - Parameters:
  ///   - facts: all that is known.
  ///   - simulator: the one that decides which fields a record has at least; `nil` for what all have.
  package init(_ facts: RecordedFacts, simulator: Simulator?) {
    sections = Topic.allCases.map { topic in
      let known = facts.fields(of: topic)
      let labels = Set(known.map(\.label))
      // Scorers go by their own names.
      let expected = topic == .scoring && !known.isEmpty ? [] : Self.expected(of: topic, simulator)
      let missing = expected.filter { !labels.contains($0) }
      return Section(topic: topic, fields: known + missing.map { Field($0, nil, from: nil) })
    }
  }

  package func section(_ topic: Topic) -> Section {
    sections.first { $0.topic == topic } ?? Section(topic: topic, fields: [])
  }

  /// The labels of what is not known, each with its section: "Source: energy spread".
  package var unknown: [String] {
    sections.flatMap { section in
      section.fields.filter { $0.text == nil }.map {
        "\(section.topic.rawValue): \($0.label.prefix(1).lowercased() + $0.label.dropFirst())"
      }
    }
  }

  /// What a record says in any case, if only that it is not known.
  private static func expected(of topic: Topic, _ simulator: Simulator?) -> [String] {
    switch topic {
    case .code: ["Code", "Version"]
    case .source:
      [
        "Particle", "Energy", "Energy spread", "Position", "Direction", "Size", "Divergence",
        "Number of sources",
      ]
    case .geometry: ["Bodies", "Zones"]
    case .materials: ["Materials"]
    case .physics:
      switch simulator {
      case .shieldhit:
        ["Energy straggling", "Multiple scattering", "Nuclear reactions", "Step", "Energy cut-offs"]
      case .fluka: ["Defaults", "Production and transport cuts"]
      case .topas, .geant4: ["Physics list", "Production cuts"]
      case nil: ["Physics models", "Cut-offs"]
      }
    case .scoring: ["Scorers"]
    case .primaries: ["Asked for in the input", "Requested", "Simulated", "Tasks", "Random seed"]
    case .varianceReduction: ["Techniques"]
    case .uncertainty: ["Method"]
    case .input: ["Files"]
    }
  }
}
