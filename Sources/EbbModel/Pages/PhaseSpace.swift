/// The columns of a phase space page: the store holds 8 numbers a particle, particle after particle.
///
/// The order is that of the MCPL format as the platform's converter writes it.
package enum PhaseSpace {
  package struct Column: Sendable, Equatable {
    package var name: String
    /// UDUNITS; "1" where there is none.
    package var unit: String
    package var label: String
  }

  package static let columns = [
    Column(name: "pdg", unit: "1", label: "PDG particle code"),
    Column(name: "x", unit: "cm", label: "Position (X)"),
    Column(name: "y", unit: "cm", label: "Position (Y)"),
    Column(name: "z", unit: "cm", label: "Position (Z)"),
    Column(name: "vx", unit: "1", label: "Direction cosine (X)"),
    Column(name: "vy", unit: "1", label: "Direction cosine (Y)"),
    Column(name: "vz", unit: "1", label: "Direction cosine (Z)"),
    Column(name: "energy", unit: "MeV", label: "Kinetic energy"),
  ]

  /// The column that a plot of the page shows by default.
  package static let signal = "energy"
}
