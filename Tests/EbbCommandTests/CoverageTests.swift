import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// Whether the errors that an export states are right: on the sample, the truth of every bin is known.
@Suite("Coverage of the errors") struct CoverageTests {
  /// A bin that the smallest tasks hit less often is too far from a normal distribution.
  private static let minHits = 20.0
  private static let smallestTask = 1000.0

  private struct Document: Decodable {
    struct Page: Decodable {
      var pageNumber: Int
      var shape: [Int]
      var contributions: Int
      var primaries: Int64
      var values: [Double]
      /// An average of what one contribution alone has hit has none.
      var errors: [Double?]
    }
    struct Estimator: Decodable {
      var name: String
      var pages: [Page]
    }
    struct Simulation: Decodable { var estimators: [Estimator] }
    var simulations: [Simulation]
  }

  @Test("60 to 76 % of the bins with enough counts lie within one standard error of the truth")
  func coverage() throws {
    let sample = SampleStore()
    let job = String(sample.perTaskJob.jobID.prefix(12))
    let export = try Ebb.run("export", job, "--db", Sample.path)
    try #require(export.status == 0, "\(export.errors)")
    let document = try Ebb.decode(Document.self, export.output)
    var inside = 0
    var bins = 0
    for estimator in document.simulations.flatMap(\.estimators) {
      for page in estimator.pages {
        let truth = try #require(sample.truth(of: estimator.name, page: page.pageNumber))
        #expect(truth.shape == page.shape)
        #expect(page.contributions == 11)
        let expectation = truth.expectation(primaries: Int(page.primaries))
        for bin in page.values.indices
        where truth.hitsPerPrimary[bin] * Self.smallestTask >= Self.minHits {
          bins += 1
          let error = try #require(page.errors[bin])
          if abs(page.values[bin] - expectation[bin]) <= error { inside += 1 }
        }
      }
    }
    #expect(bins > 2000)
    let share = Double(inside) / Double(bins)
    #expect((0.60...0.76).contains(share), "\(inside) of \(bins) bins")
  }
}
