/// A row of the table `User`. What its classes add, a password's hash or a certificate, is never read.
package struct User: Sendable, Equatable {
  package var id: UserID
  /// Unique for one `authProvider` only.
  package var username: String
  package var authProvider: AuthProvider

  package init(id: UserID, username: String, authProvider: AuthProvider) {
    self.id = id
    self.username = username
    self.authProvider = authProvider
  }
}
