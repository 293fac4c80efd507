/// How two threads share a large gzip member out.
///
/// Of each `round` of compressed bytes the thread that decodes inflates about the first `own`, the one that helps the
/// rest.
struct InflateHelp: Equatable, Sendable {
  let round: Int
  let own: Int

  init(round: Int, own: Int) {
    precondition(0 < own && own < round)
    self.round = round
    self.own = own
  }

  /// The shares for a member of `bytes`, at least some hundred of them. The thread that decodes has besides to make bytes
  /// of what the other finds, and numbers of both: with 30 % of a page of a million bins, in rounds of 4 MB, two threads
  /// took 0.66 of the time of one, with 15 % 0.75, with 40 % 0.70; in rounds of 2 MB 0.78, and of 7 MB 0.67.
  static func shares(of bytes: Int) -> InflateHelp {
    let round = min(bytes, 4_000_000)
    return InflateHelp(round: round, own: round * 3 / 10)
  }
}
