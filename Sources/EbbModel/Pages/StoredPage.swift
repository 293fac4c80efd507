/// What a page knows of itself and keeps, and which is no part of what it is.
struct KnownOfPage: Sendable, Equatable {
  var interpretation: PageInterpretation?
  var facts: ValueFacts?

  static func == (a: Self, b: Self) -> Bool { true }
}

/// A page as the store holds it, decoded and not yet interpreted.
package struct StoredPage: Sendable, Equatable {
  /// The quantity: "DOSE", "FLUENCE", "Average kinetic energy".
  package var quantity: String { didSet { known.interpretation = nil } }
  /// As stored: "MeV/g/prim".
  package var unit: String { didSet { known.interpretation = nil } }
  package var metadata: Metadata { didSet { known.interpretation = nil } }
  /// In stored order: X, Y, Z, first and second differential axis; axes of one bin are left out.
  package var axes: [StoredAxis] { didSet { known.interpretation = nil } }
  /// Flat, in the simulator's `MemoryOrder`. Their count is the product of the axes' lengths; without
  /// axes it is 1, or 8 a particle for phase space.
  package var values: [Double] { didSet { known.facts = nil } }
  /// The errors of `values`, of as many bins, and their kind: of pages that Ebb has written for the web interface.
  package var errors: [Double]?
  package var errorKind = ErrorKind.stderr
  /// Whether it says that its counts were added up, whatever the platform does with such: of pages that Ebb has written for
  /// the web interface.
  package var countsAreSums = false
  /// Whether every value is finite.
  package var isFinite: Bool
  /// The simulator that wrote it; `nil` where that is not known. A page does not tell: its estimator does.
  package var simulator: Simulator? { didSet { known.interpretation = nil } }
  /// The content of its bins by the user's word; it goes after all that is known.
  package var assumed: BinMeaning? { didSet { known.interpretation = nil } }
  /// Members of the web interface's files that are its own, such as `filterRef`: names and JSON.
  package var interfaceMembers: [Metadata.Entry] = []
  var known = KnownOfPage()

  package init(
    quantity: String, unit: String, metadata: Metadata, axes: [StoredAxis], values: [Double],
    isFinite: Bool, simulator: Simulator? = nil
  ) {
    self.quantity = quantity
    self.unit = unit
    self.metadata = metadata
    self.axes = axes
    self.values = values
    self.isFinite = isFinite
    self.simulator = simulator
  }

  /// What one look at the values tells: kept where the decoder has taken it, else taken anew.
  package var facts: ValueFacts { known.facts ?? ValueFacts(values) }

  /// Keeps what a look at the values has told.
  package mutating func know(_ facts: ValueFacts) { known.facts = facts }

  package var shape: [Int] { axes.map(\.centres.count) }

  /// The filter, which tells pages of one quantity apart, such as "Protons".
  package var filter: String? { metadata["page_filter_name"] }

  /// Whether the page is a table of particles (MCPL) rather than a mesh.
  package var isPhaseSpace: Bool {
    axes.isEmpty && (metadata.detectorType ?? quantity).uppercased() == "MCPL"
  }
}
