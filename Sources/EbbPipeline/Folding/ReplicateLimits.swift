internal import EbbAnalysis

/// The part of the contributions to a page that is kept for resampling.
package struct ReplicateLimits: Sendable {
  /// The most bytes of a page: 0.5 GiB. More contributions than fit are put together to groups of neighbouring ones.
  package var bytes = 1 << 29
  /// The most bytes that are held in memory; what is more is laid aside on disk, and read again one contribution at a
  /// time. As much as a bootstrap takes, which reads all of it for each draw.
  package var heldBytes = Bootstrap.maxBytes
  /// The most numbers of each contribution: of pages of more bins the sums of as many neighbouring bins as it takes are
  /// kept, each bin times its measure (`Replicates.binsOfValue`); `nil` to keep every bin.
  package var values: Int?
  /// Whether every bin is kept all the same, where a few groups of contributions fit into `bytes`.
  package var prefersBins = false

  package init() {}
}
