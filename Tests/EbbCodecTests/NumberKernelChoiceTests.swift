import Glibc
import Testing

@testable import EbbCodec

@Suite("Kernels, chosen") struct NumberKernelChoiceTests {
  private static let all = NumberKernel.supported(without: nil).map(\.name)

  @Test("the variable takes a kernel away, and those that need it")
  func without() {
    let all = Self.all
    #expect(NumberKernel.supported(without: "").map(\.name) == all)
    #expect(NumberKernel.supported(without: "avx512").map(\.name) == all.filter { $0 != "avx512" })
    #expect(NumberKernel.supported(without: "avx2").map(\.name) == all.filter { $0 == "neon" })
    #expect(NumberKernel.supported(without: "avx512,avx2,neon").isEmpty)
    #expect(NumberKernel.supported(without: "neon,sse9,avx512").allSatisfy { $0.name == "avx2" })
  }

  @Test(
    "what is no kernel's name takes nothing away",
    arguments: ["avx", "avx5", "avx5122", "AVX2", " avx2", ",", ",,", "avx512f;avx2", "neon2", "scalar"])
  func unknown(names: String) {
    #expect(NumberKernel.supported(without: names).map(\.name) == Self.all)
  }

  @Test("those in use are those that the environment leaves, best first")
  func environment() {
    let names = unsafe getenv("EBB_DISABLE_CPU_FEATURES").map { unsafe String(cString: $0) }
    #expect(NumberKernel.supported.map(\.name) == NumberKernel.supported(without: names).map(\.name))
    #expect(NumberKernel.best?.name == NumberKernel.supported.first?.name)
    #expect([["avx512", "avx2"], ["avx2"], ["neon"], []].contains(Self.all))
  }
}
