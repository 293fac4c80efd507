package import EbbModel
package import EbbText

/// Something that sees every contribution while it is combined, and says what is doubtful of the page that comes of them.
package protocol PageWitness: Sendable {
  mutating func begin(_ group: PageGroup)

  /// Sees a contribution as it was read, before it is combined.
  mutating func see(_ outcome: ContributionOutcome, _ contribution: Contribution, of group: PageGroup)

  /// The findings that go with the page.
  /// - Parameters:
  ///   - page: as it was combined, before it is scaled.
  ///   - countsAreRestored: whether counts that the platform has averaged were multiplied back.
  mutating func findings(
    of group: PageGroup, in page: ResultPage, countsAreRestored: Bool
  ) -> [PageFinding]

  /// Tells what is found of all pages, when they have come: what people are told, and in a line each for an index.
  mutating func closing() throws(Failure) -> (notices: [Notice], findings: [String])
}
