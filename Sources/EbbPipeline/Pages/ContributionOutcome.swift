package import EbbCodec
package import EbbModel
package import EbbStore

/// A contribution's page, `nil` where it has no data, or why it cannot be read.
package typealias ContributionOutcome = Result<StoredPage?, ContributionError>

/// Why a contribution cannot be read, though others can.
package enum ContributionError: Error {
  case data(PageDataError)
  case store(StoreError)
}
