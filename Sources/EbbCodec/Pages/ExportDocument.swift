/// The content of a JSON file that `ebb export` has written, as one walk over its text finds it: where each page lies, none
/// decoded.
package struct ExportDocument: Sendable, Equatable {
  package struct Page: Sendable, Equatable {
    package var number: Int
    package var quantity: String
    package var filter: String?
    /// The bytes of its JSON.
    package var range: Range<Int>
  }

  package struct Estimator: Sendable, Equatable {
    package var name: String
    /// The task of contributions that were left apart.
    package var task: Int?
    package var pages: [Page]
  }

  package struct Simulation: Sendable, Equatable {
    /// The job id; `nil` of files of results that do not say it.
    package var jobID: String?
    package var title: String
    package var estimators: [Estimator]
  }

  package var simulations: [Simulation]
}
