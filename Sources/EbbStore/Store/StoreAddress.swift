/// The place of a store as its driver understands it, and the way to open it.
package protocol StoreAddress: Sendable {
  /// The schemes of its URLs, in lower case: "sqlite".
  static var schemes: [String] { get }
  /// The Python drivers that SQLAlchemy has for it, which a URL may name after `+` and which this one stands for; `nil`
  /// where any may.
  static var pythonDrivers: Set<String>? { get }
  /// The forms of its URLs, for help.
  static var forms: String { get }
  /// A sentence that says why `--verify` does nothing here; `nil` where it does.
  static var unverifiedReason: String? { get }

  /// Reads what follows `://` in a URL.
  /// - Parameter bad: the error of the whole URL, for a reason.
  init(_ rest: Substring, _ bad: (_ reason: String) -> StoreError) throws(StoreError)

  /// The place as it may be shown: without a password.
  var redacted: String { get }

  /// Opens the store, read-only and under one snapshot.
  /// - Parameter verify: whether to check the whole of it first, as far as that is a reader's business.
  func open(verify: Bool) async throws(StoreError) -> any Store
}
