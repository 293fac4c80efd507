internal import CEbbKernels

/// A vector kernel: decodes runs of numbers, eight at a time, where nothing about them is unusual.
///
/// Each stops where it cannot prove that what it would give is what `JSONCursor.number` gives. So values,
/// acceptance and errors are the scalar decoder's, whatever the kernel.
@safe package struct NumberKernel: Sendable {
  /// The instruction set: "avx512", "avx2", "neon".
  package let name: String
  private let decode: @convention(c) (UnsafeMutablePointer<ebb_run>?) -> Void
  let look: @convention(c) (UnsafePointer<Double>?, Int, UnsafeMutablePointer<ebb_look>?) -> Void

  /// The kernels that this processor runs, best first. `EBB_DISABLE_CPU_FEATURES` takes some away.
  package static let supported: [NumberKernel] = {
    guard let list = unsafe ebb_kernels_supported() else { return [] }
    return unsafe kernels(in: list)
  }()

  /// The kernels that `supported` would hold if the environment variable were `names`.
  static func supported(without names: String?) -> [NumberKernel] {
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<ebb_kernel>?.self, capacity: Int(EBB_MOST_KERNELS)
    ) { list in
      unsafe list.initialize(repeating: nil)
      guard let first = list.baseAddress else { return [] }
      unsafe ebb_kernels_choose(names, first)
      return unsafe kernels(in: first)
    }
  }

  /// Kernels up to a null.
  private static func kernels(in list: UnsafePointer<UnsafePointer<ebb_kernel>?>) -> [NumberKernel] {
    var kernels: [NumberKernel] = []
    var next = unsafe list
    while let kernel = unsafe next.pointee {
      if let decode = unsafe kernel.pointee.decode, let look = unsafe kernel.pointee.look {
        let name = unsafe String(cString: kernel.pointee.name)
        kernels.append(unsafe NumberKernel(name: name, decode: decode, look: look))
      }
      unsafe next += 1
    }
    return kernels
  }

  /// The best there is; `nil` where all numbers are decoded one by one.
  package static let best = supported.first

  /// Decodes numbers from `at` on, the first byte of one, until one is unusual.
  ///
  /// - Parameters:
  ///   - at: moves to where the first number begins that was not decoded, or to an odd blank before it.
  ///   - end: of a text in a `TextBuffer`, whose padding the kernel may read.
  ///   - values: room for values; after those that were decoded it may be overwritten.
  /// - Returns: how many were decoded. All are finite, and a comma followed each.
  func run(
    _ at: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>,
    into values: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    unsafe PowersOfTen.table.withUnsafeBufferPointer { powers in
      var run = unsafe ebb_run(
        at: at, end: end, powers: powers.baseAddress, values: values.baseAddress, capacity: values.count,
        count: 0)
      unsafe decode(&run)
      unsafe at = run.at
      return unsafe run.count
    }
  }
}
