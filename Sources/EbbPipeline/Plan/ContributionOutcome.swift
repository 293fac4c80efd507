package import EbbCodec
package import EbbModel
package import EbbStore

/// A contribution's page, `nil` where it has no data, or why it cannot be read.
package typealias ContributionOutcome = Result<StoredPage?, ContributionError>

extension ContributionOutcome {
  /// The same of a page that `simulator` wrote, which a page does not tell, nor what the user says that bins hold.
  func written(by simulator: Simulator?, as assumed: BinMeaning?) -> ContributionOutcome {
    map { page in
      var page = page
      page?.simulator = simulator
      page?.assumed = assumed
      return page
    }
  }
}

extension ContributionOutcome {
  /// Interprets the page, where there is one, and keeps that.
  /// - Returns: whether there is one.
  mutating func interpret() -> Bool {
    guard case .success(var page?) = self else { return false }
    page.interpret()
    self = .success(page)
    return true
  }
}

/// The reason why a contribution cannot be read, though others can.
package enum ContributionError: Error {
  case data(PageDataError)
  case store(StoreError)
}

extension ContributionOutcome {
  /// The bytes that are held of it.
  var bytes: Int {
    guard case .success(let page?) = self else { return 0 }
    return page.axes.reduce(page.values.count) { $0 + $1.centres.count } * MemoryLayout<Double>.stride
  }
}
