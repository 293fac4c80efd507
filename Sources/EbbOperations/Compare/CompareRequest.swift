internal import EbbAnalysis
internal import EbbModel
package import EbbPipeline
internal import Foundation

/// The criteria by which two results are compared.
package struct CompareRequest: Sendable {
  /// The pages, as an export takes them.
  package var pages = PageRequest()
  /// The pages of other names that are held against each other, in place of those of the same; empty for none.
  package var pairs: [PagePair] = []
  /// Whether pages of B are put onto the bins of A where they have others.
  package var resamples = false
  package var gamma: Gamma?
  /// Whether the report gets the gamma index of every bin.
  package var keepsGammaMaps = false
  /// The most that the largest difference may be, as a fraction of the largest value of A.
  package var tolerance: Double?
  package var maxReducedChiSquare: Double?
  /// The least share of bins that pass the gamma index.
  package var leastPassing: Double?

  package init() {}

  /// The part of the contributions to a page that is kept: as much as tests take, and of a gamma index every bin, as far as a few
  /// groups of contributions to pages of 128³ bins go.
  var replicates: ReplicateLimits {
    var limits = ReplicateLimits()
    limits.bytes = gamma == nil ? 1 << 26 : 1 << 27
    // They are dealt many times.
    limits.heldBytes = limits.bytes
    limits.values = PermutationTest.maxBins
    limits.prefersBins = gamma != nil
    return limits
  }

  /// A limit that a page must keep to.
  struct Limit {
    var name: String
    var option: String
    var value: Double
    /// Whether less is too little, rather than more too much.
    var isLeast = false
    /// The reason why a page has no such figure.
    var reason: String
    var figure: @Sendable (ComparisonReport.Page) -> Double?
  }

  var limits: [Limit] {
    [
      tolerance.map {
        Limit(
          name: "difference", option: "--tolerance", value: $0, reason: "which have no finite bins",
          // Of nothing any difference is too much.
          figure: { page in page.relativeDifference ?? page.difference.map { $0 == 0 ? 0 : .infinity } })
      },
      maxReducedChiSquare.map {
        Limit(
          name: "chi2", option: "--max-chi2", value: $0, reason: "whose errors are not known on both sides",
          figure: { $0.reducedChiSquare })
      },
      leastPassing.map {
        Limit(
          name: "gamma", option: "--min-pass", value: $0, isLeast: true, reason: "which have no gamma index",
          figure: { $0.gammaPassing })
      },
    ].compactMap { $0 }
  }

  /// The criteria of a gamma index.
  package struct Gamma: Sendable, Equatable {
    /// The difference of dose, as a fraction.
    package var dose: Double
    /// The difference of place in mm.
    package var millimetres: Double
    package var isLocal = false
    /// The threshold as a fraction of the largest dose.
    package var threshold = 0.1

    /// "3 %, 2 mm, global, from 10 %"
    var description: String {
      func text(_ number: Double) -> String {
        // What is large has no digits after the point to be rounded, and no room for the factor.
        plainNumber(abs(number) < 1e9 ? (number * 1e6).rounded() / 1e6 : number)
      }
      let kind = isLocal ? "local" : "global"
      return "\(text(100 * dose)) %, \(text(millimetres)) mm, \(kind), from \(text(100 * threshold)) %"
    }

    /// Reads "3%/2mm", "3%/0.2cm" and "3/2".
    package init?(_ text: String) {
      let parts = text.replacing(" ", with: "").lowercased().split(
        separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let isCentimetre = parts[1].hasSuffix("cm")
      let dose = parts[0].hasSuffix("%") ? parts[0].dropLast() : parts[0]
      let length = isCentimetre || parts[1].hasSuffix("mm") ? parts[1].dropLast(2) : parts[1]
      guard let dose = Double(dose), let length = Double(length), dose > 0, length > 0
      else { return nil }
      self.dose = dose / 100
      millimetres = isCentimetre ? 10 * length : length
      // Neither beyond what a double holds nor so small that it is 0.
      guard self.dose > 0, self.dose.isFinite, millimetres.isFinite else { return nil }
    }
  }
}
