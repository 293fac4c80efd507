package import EbbText

/// The outcome of an archive's making.
package struct ArchiveSummary: Sendable {
  package let path: String
  /// The simulations that were put into it, and their pages.
  package var simulations = 0
  package var pages = 0
  /// The simulations that were there, the same, and stay.
  package var present = 0
  /// The simulations of which every row and all data were found the same; `nil` where they were not compared.
  package var verified: Int?
  package var notices: [Notice] = []

  /// A sentence each on what was done.
  package var sentences: [String] {
    func count(_ number: Int, _ what: String) -> String {
      number == 1 ? "1 \(what)" : "\(Failure.count(number)) \(what)s"
    }
    var sentences: [String] = []
    if present == 1 { sentences.append("1 simulation is there already, the same, and stays.") }
    if present > 1 {
      sentences.append("\(Failure.count(present)) simulations are there already, the same, and stay.")
    }
    if simulations > 0 {
      sentences.append("put \(count(simulations, "simulation")) into \(path), \(count(pages, "page")).")
    }
    if let verified {
      sentences.append("\(count(verified, "simulation")) compared: every row and all data are the same.")
    }
    if sentences.isEmpty { sentences.append("nothing to put into \(path).") }
    return sentences
  }
}
