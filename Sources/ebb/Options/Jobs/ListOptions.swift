internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The options of every listing.
struct ListOptions: ParsableArguments {
  @OptionGroup var store: StoreOptions

  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Sort by a column, by its heading or name: title, started:desc.", valueName: "column[:asc|:desc]"),
    transform: Self.order)
  var sort: ListingOrder?

  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on.") }
  }

  /// Asks the store for rows, and prints them.
  /// - Parameter rows: gets how many rows to ask for; those that are to be sorted are all needed.
  func print(
    _ rows: @escaping @Sendable (Catalog, Int?) async throws(Failure) -> Listing
  ) async throws {
    let options = self
    try await common.messages.reporting { () throws(Failure) in
      let catalog = try await options.store.open()
      var listing: Listing
      do throws(Failure) {
        listing = try await rows(catalog, options.sort == nil ? options.limit : nil)
      } catch {
        // A program that reads the answer gets one.
        if error.kind == .notFound, options.form.json { try options.form.print("[]\n") }
        throw error
      }
      await catalog.close()
      if let sort = options.sort { options.common.messages.show(try listing.sort(by: sort)) }
      listing.limit(to: options.limit)
      try options.form.print(listing, options.common)
    }
  }

  private static func order(_ text: String) throws -> ListingOrder {
    guard let order = ListingOrder(text) else {
      throw ValidationError("'\(text)' is no column such as title or started:desc.")
    }
    return order
  }
}
