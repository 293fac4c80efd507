/// The service that vouches for a user, by the platform's own words; each has a class of its own.
package struct AuthProvider: Hashable, Sendable, CustomStringConvertible {
  /// The word as the store holds it; one that Ebb does not know is kept.
  package let description: String

  package init(_ word: String) { description = word }

  /// The platform itself, with a password.
  package static let yaptide = AuthProvider("YaptideUser")
  package static let keycloak = AuthProvider("KeycloakUser")
}
