package import EbbModel

/// The content of a JSON file that `ebb export` has written, as one walk over its text finds it: where each page lies, none
/// decoded.
package struct ExportDocument: Sendable, Equatable {
  package struct Page: Sendable, Equatable {
    /// The index of its simulation.
    package var simulation: Int
    /// The index of its estimator in the simulation.
    package var estimator: Int
    package var name: PageName
    /// The bytes of its JSON.
    package var range: Range<Int>
  }

  /// As far as the file tells of them: their tasks and inputs are left out.
  package var simulations: [ResultSimulation]
  package var pages: [Page]
}
