/// The members of a file that the web interface saved, by its own names, each in its JSON: what Ebb has no word for is
/// given back by them, and what it has, as it was written.
package struct SavedMembers: Sendable, Equatable {
  /// Of the job, but for its metadata, tasks, input and estimators.
  package var job: [Metadata.Entry]
  /// Of its metadata.
  package var metadata: [Metadata.Entry]

  package init(job: [Metadata.Entry] = [], metadata: [Metadata.Entry] = []) {
    self.job = job
    self.metadata = metadata
  }
}
