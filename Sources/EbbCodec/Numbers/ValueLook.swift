internal import CEbbKernels
internal import EbbModel

/// A kernel's look at values as they are decoded, while they are near: of values that are all finite it tells what
/// `ValueFacts` tells, to the last bit.
@safe struct ValueLook {
  private let kernel: NumberKernel
  private var state = ebb_look()

  init(_ kernel: NumberKernel) {
    self.kernel = kernel
    state.smallest = UInt64(Int64.max)
  }

  /// Looks at those of `values`, the first ones of an array, that were not looked at before, up to the last whole eight.
  mutating func take(_ values: UnsafeBufferPointer<Double>) {
    let whole = values.count & ~7
    unsafe look(values, upTo: whole)
  }

  /// Looks at the rest of an array that is complete.
  consuming func facts(of values: [Double]) -> ValueFacts {
    unsafe values.withUnsafeBufferPointer { unsafe look($0, upTo: $0.count) }
    let sums = state.sums
    let digests = state.digests
    return ValueFacts(
      count: values.count, nonZero: Int(state.non_zero),
      sums: SIMD8(sums.0, sums.1, sums.2, sums.3, sums.4, sums.5, sums.6, sums.7),
      digests: SIMD8(
        digests.0, digests.1, digests.2, digests.3, digests.4, digests.5, digests.6, digests.7),
      signs: state.signs, largest: state.largest, smallest: state.smallest)
  }

  private mutating func look(_ values: UnsafeBufferPointer<Double>, upTo end: Int) {
    let start = Int(state.count)
    guard start < end, let first = values.baseAddress else { return }
    unsafe kernel.look(first + start, end - start, &state)
  }
}
