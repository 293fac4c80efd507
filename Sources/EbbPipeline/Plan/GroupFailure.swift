package import EbbText

/// The reason why a group of contributions is left out, while others go on: found before its pages are read, or met in one
/// of them, after which the rest is not looked at.
package struct GroupFailure: Sendable {
  /// `nil` as long as nothing is wrong with the group.
  package private(set) var failure: Failure?
  private let keepsGoing: Bool

  package init(_ request: PageRequest) { keepsGoing = request.keepGoing }

  package mutating func begin(_ group: PageGroup) { failure = group.fault }

  /// Keeps an error of one of the group's contributions.
  /// - Throws: that error, where nothing is to be left out.
  package mutating func met(_ error: Failure) throws(Failure) {
    guard keepsGoing else { throw error }
    failure = error
  }

  /// The notice that the group is left out; `nil` where it is not.
  package var notice: Notice? { failure.map { Notice(.leftOut, "left out: " + $0.message) } }
}
