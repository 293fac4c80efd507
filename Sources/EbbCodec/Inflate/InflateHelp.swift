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

  /// The shares for a member of `bytes`, at least some hundred of them, whose numbers `kernel` decodes.
  ///
  /// The thread that decodes has besides to make bytes of what the other finds, and numbers of both, so it inflates the
  /// less the slower its kernel is. Of a page of a million bins, in rounds of 4 MB, two threads were 1.60 times as fast as one
  /// with 30 % by AVX-512's kernel (1.53 with 34 %, 1.47 with 27 %), 1.57 with 20 % by AVX2's (1.45 with 30 %), and
  /// 1.44 with 8 % without any (1.30 with 30 %, 1.26 with 3 %). Rounds of 2 MB and of 7 MB take longer. NEON's kernel, which
  /// was not measured, is taken for AVX2's.
  static func shares(of bytes: Int, kernel: NumberKernel? = .best) -> InflateHelp {
    let percent =
      switch kernel?.name {
      case "avx512": 30
      case nil: 8
      default: 20
      }
    let round = min(bytes, 4_000_000)
    return InflateHelp(round: round, own: round * percent / 100)
  }
}
