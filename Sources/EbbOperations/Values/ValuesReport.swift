package import EbbModel
package import EbbText

/// Single values of simulations' pages, which `ebb values` tells.
package struct ValuesReport: Sendable {
  /// A page that is one value, with its error.
  package struct Row: Sendable, Equatable {
    /// The job id, or "combined".
    package var simulation: String
    package var estimator: String
    /// The task of a contribution that was left apart.
    package var task: Int?
    package var number: Int
    package var quantity: String
    package var filter: String?
    package var value: Double
    /// In the unit of the value; `nil` where there is none, as of one contribution.
    package var error: Double?
    package var errorLabel: String
    package var unit: Unit
    /// The number of contributions.
    package var contributions: Int
    package var primaries: Int64?
    /// The steps by which it is a single value: "--at z=0.0: the bin from 0.0 to 0.1 cm".
    package var operations: [String]
    package var findings: [PageFinding]
  }

  package var rows: [Row] = []
  package var notices: [Notice] = []
}
