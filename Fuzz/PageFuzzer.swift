import EbbModel

@testable import EbbCodec

/// Any text as a page: every kernel against the scalar decoder, the same page or the same error; and decoded while
/// it is inflated, the same page or one that only the whole text can tell.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let buffer = TextBuffer(text)
  let expected = outcome { () throws(DecodeError) in try PageText.decode(buffer, kernel: nil) }
  for kernel in NumberKernel.supported {
    let found = outcome { () throws(DecodeError) in try PageText.decode(buffer, kernel: kernel) }
    guard found == expected else { fail("\(kernel.name) says \(found), scalar \(expected)", text) }
  }
  let member = Gzip.member(text, level: 0)
  let window = text.count / 2 + 1
  guard let stream = try? TextStream(member, limit: text.count, window: window) else {
    fail("no stream of \(text.count) bytes", text)
  }
  let streamed = outcome { () throws(DecodeError) in try PageText.decode(stream) }
  // Members that Ebb passes on as they are may be longer than a window, and are not kept of a page that is streamed.
  if case .success = streamed, streamed.map(\.withoutMembers) != expected.map(\.withoutMembers) {
    fail("in windows of \(window): \(streamed), whole: \(expected)", text)
  }
  return 0
}

/// A page whose values are compared by their bits, since NaN is not equal to itself.
private struct Page: Equatable {
  var page: StoredPage?
  var bits: [[UInt64]]

  var withoutMembers: Page {
    var page = self
    page.page?.interfaceMembers = []
    return page
  }
}

private func outcome(_ decode: () throws(DecodeError) -> StoredPage?) -> Result<Page, DecodeError> {
  do throws(DecodeError) {
    guard var page = try decode() else { return .success(Page(page: nil, bits: [])) }
    let bits =
      [page.values.map(\.bitPattern), page.errors?.map(\.bitPattern) ?? []]
      + page.axes.map { $0.centres.map(\.bitPattern) }
    page.values = []
    page.errors = page.errors.map { _ in [] }
    for index in page.axes.indices { page.axes[index].centres = [] }
    return .success(Page(page: page, bits: bits))
  } catch {
    return .failure(error)
  }
}
