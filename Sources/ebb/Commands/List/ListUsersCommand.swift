internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

struct ListUsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "Show the users; secrets are never read.")

  @OptionGroup var options: ListOptions

  func run() async throws {
    try await options.print { catalog, _ throws(Failure) in
      var listing = Listing([
        Listing.Column("id", heading: "ID"),
        Listing.Column("user", old: "username", heading: "USER", minimum: 8),
        Listing.Column("provider", old: "auth_provider", heading: "PROVIDER"),
      ])
      for user in try await catalog.users() {
        listing.add([.integer(user.id.rawValue), .text(user.username), .text(user.authProvider.description)])
      }
      return listing
    }
  }
}
