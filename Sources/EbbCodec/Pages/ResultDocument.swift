package import EbbModel

/// The content of a file of results, as one walk over its text finds it: where each page lies, none decoded.
package struct ResultDocument: Sendable, Equatable {
  package struct Page: Sendable, Equatable {
    /// The page's own number, where its metadata have it.
    package var number: Int?
    /// The bytes of its JSON.
    package var range: Range<Int>
    /// The quantity that is scored, where its metadata have it: `dettyp`, else the name.
    package var quantity: String?
  }

  package struct Estimator: Sendable, Equatable {
    /// The name as written; the converter leaves it to the file's name.
    package var name: String?
    package var metadata: Metadata
    package var pages: [Page]
    /// Its members but the pages: names as written, and JSON.
    package var saved: [Metadata.Entry] = []
  }

  /// The members of a task that the web interface saves; what is not there is `nil`.
  package struct Task: Sendable, Equatable {
    package var number: Int?
    package var requestedPrimaries: Int64?
    package var simulatedPrimaries: Int64?
    package var state: String?
    package var startTime: Instant?
    package var endTime: Instant?
    /// All of its members: names as written, and JSON.
    package var saved: [Metadata.Entry] = []
  }

  /// The members of a job that the web interface saves.
  package struct Job: Sendable, Equatable {
    package var id: String
    package var title: String?
    package var state: String?
    package var startTime: Instant?
    package var endTime: Instant?
    /// `server`, `platform`, `input`, `sim_type`.
    package var metadata: Metadata
    package var tasks: [Task]
    /// The input with which it was started, JSON as it was saved.
    package var input: String?
    /// Its members as they were written.
    package var saved = SavedMembers()
  }

  /// `nil` where the file does not say which job it is of.
  package var job: Job?
  package var estimators: [Estimator]
  /// Whether the estimators are listed, as those of a whole job are, rather than the file being one.
  package var isList: Bool
}
