internal import EbbAggregate
internal import EbbExport
internal import EbbFiles
package import EbbModel
package import EbbPipeline
package import EbbText

/// Merges partial results, as `ebb export --partial` writes them, as if all their contributions had been
/// exported at once.
///
/// One page of each part is held at a time.
package struct Merge: Sendable {
  private let request: PageRequest
  private let destination: ExportDestination
  private let creator: String
  private let command: String
  private let writtenAt: Instant
  private let reading: HDF5Reading

  /// - Parameters:
  ///   - request: of it, the kind of error, whether to keep going, and whether the result is partial again.
  ///   - reading: reads the parts.
  package init(
    _ request: PageRequest, to destination: ExportDestination, creator: String, command: String,
    writtenAt: Instant, reading: HDF5Reading = HDF5Reading()
  ) {
    self.request = request.forFiles(of: destination.exporter)
    self.destination = destination
    self.creator = creator
    self.command = command
    self.writtenAt = writtenAt
    self.reading = reading
  }

  /// Merges the files at `paths`.
  package func run(_ paths: [String]) async throws(Failure) -> ExportSummary {
    var summary = ExportSummary()
    let target = destination.target(ofMerge: "merged")
    if let path = target.path, destination.passesOver(target) {
      summary.notices.append(Notice(.detail, "\(path) exists: skipped."))
      summary.remarks.append("1 exists already and was skipped.")
      return summary
    }
    let files = try await files(paths)
    summary.notices += try badPages(of: files)
    let plan = try MergePlan(files, keepGoing: request.keepGoing)
    if destination.exporter.takesOnePage, plan.groups.count > 1 {
      throw .onePage(destination.exporter.name, selected: plan.groups.count)
    }
    if destination.exporter.takesOneSimulation, plan.simulations.count > 1 {
      throw .oneSimulation(destination.exporter.name, selected: plan.simulations.count)
    }
    summary.notices += plan.notices
    summary.remarks = plan.remarks
    summary.notices += try await write(plan, paths, to: target, pageCount: &summary.pages)
    if let path = target.path { summary.outputs.append(path) }
    return summary
  }

  private func files(_ paths: [String]) async throws(Failure) -> [PartialFile] {
    var seen: Set<String> = []
    var files: [PartialFile] = []
    for path in paths {
      if Task.isCancelled { throw Failure(any: CancellationError()) }
      let real = systemRealPath(path)
      guard seen.insert(real).inserted else {
        throw Failure(.usage, "\(Failure.quoted(path)) is given twice.", advice: "Name each part once.")
      }
      do throws(PartialError) {
        var file = try await PartialFile(opening: path, with: reading.reader)
        if let first = files.first { file.share(with: first) }
        files.append(file)
      } catch {
        throw Failure(error, of: .part)
      }
    }
    return files
  }

  /// Pages without a partial result, or with a damaged one.
  /// - Returns: what is said of them with --keep-going.
  private func badPages(of files: [PartialFile]) throws(Failure) -> [Notice] {
    var notices: [Notice] = []
    for file in files {
      for page in file.badPages {
        let failure = Failure(.badPage(path: file.path, page: page), of: .part)
        guard request.keepGoing else { throw failure }
        notices.append(Notice(.leftOut, "left out: " + failure.message))
      }
    }
    return notices
  }

  private func write(
    _ plan: MergePlan, _ paths: [String], to target: ExportTarget, pageCount: inout Int
  ) async throws(Failure) -> [Notice] {
    var outline = ExportOutline(
      simulations: plan.simulations, pageCount: plan.groups.count, creator: creator, writtenAt: writtenAt,
      provenance: request.provenance(command: command, store: nil, files: paths),
      warnings: plan.notices.warnings)
    if destination.exporter.needsAxes, plan.groups.count > 1 {
      for member in plan.groups.compactMap(\.members.first) {
        let page = try await read(member, then: nil)
        let names = page.axes.map(\.name)
        if !outline.axisNames.contains(names) { outline.axisNames.append(names) }
        outline.hasParticles = outline.hasParticles || page.isPhaseSpace
      }
    }
    let complete = outline
    var folders: [String] = []
    var notices: [Notice] = []
    var unequalPrimaries = UnequalPrimaries()
    var count = 0
    var groups = plan.groups[...]
    do {
      if case .folder(let path) = destination.target { folders = try OutputPlace.makeFolders(path) }
      _ = try await destination.exporter.export(
        complete, to: target, options: destination.options(threads: request.threads)
      ) {
        while let group = groups.popFirst() {
          try Task.checkCancellation()
          guard let page = try await merged(group, then: groups.first, &notices) else { continue }
          count += 1
          unequalPrimaries.look(at: page)
          return .page(ExportedPage(simulation: group.simulation, estimator: group.estimator, page: page))
        }
        if count == 0 {
          throw Failure(
            .brokenData, "no page can be merged. The first is \(notices.first?.text ?? "")",
            advice: "Export the parts again.")
        }
        if let notice = unequalPrimaries.notice { notices.append(notice) }
        return .end(PagesEnd(warnings: notices.warnings))
      }
    } catch {
      OutputPlace.removeFolders(folders)
      throw Failure(any: error)
    }
    pageCount = count
    return notices
  }

  /// The page of all parts; `nil` where it is left out.
  /// - Parameter next: the group that follows, of which reading may begin.
  private func merged(
    _ group: MergePlan.Group, then next: MergePlan.Group?, _ notices: inout [Notice]
  ) async throws(Failure) -> ResultPage? {
    do throws(Failure) {
      return try await merging(group, then: next, &notices)
    } catch {
      guard request.keepGoing, error.kind == .brokenData else { throw error }
      notices.append(Notice(.leftOut, "left out: " + error.message))
      return nil
    }
  }

  private func merging(
    _ group: MergePlan.Group, then nextGroup: MergePlan.Group?, _ notices: inout [Notice]
  ) async throws(Failure) -> ResultPage {
    var aggregator: PageAggregator?
    var result: ResultPage?
    var sources: [ContributionList.Job] = []
    var findings: [PageFinding] = []
    for (index, member) in group.members.enumerated() {
      if Task.isCancelled { throw Failure(any: CancellationError()) }
      let next = index + 1 < group.members.count ? group.members[index + 1] : nextGroup?.members.first
      let page = try await read(member, then: next)
      for finding in page.findings where !findings.contains(finding) { findings.append(finding) }
      guard let state = page.state, let part = PageAggregator(restoring: page, id: PageID(Int64(index)))
      else {
        throw Failure(
          .badPage(path: member.file.path, page: "\(group.estimatorName), page \(group.number)"), of: .part)
      }
      guard var sum = aggregator, let before = result else {
        sources = state.sources.jobs
        aggregator = part
        result = page
        continue
      }
      try check(page, against: before, member, of: group)
      // What no primary was simulated for weighs nothing, as in an export of all.
      if (page.primaries == 0) != (before.primaries == 0) {
        let empty = page.primaries == 0 ? state.sources : before.state?.sources
        notices.append(
          Notice(
            .detail,
            "\(group.text): "
              + Failure.list(empty?.jobs.compactMap(Failure.held) ?? [])
              + " had 0 primaries, and is left out."))
        if page.primaries == 0 { continue }
        sources = state.sources.jobs
        aggregator = part
        result = page
        continue
      }
      sources += state.sources.jobs
      do throws(AggregateError) {
        try sum.merge(part)
      } catch {
        throw Failure(error, merging: group)
      }
      aggregator = sum
      result?.primaries = before.primaries.flatMap { first in page.primaries.map { total([first, $0]) } }
    }
    guard let aggregator, var result else { preconditionFailure("a group has no member") }
    result.findings = findings
    let place = group.text
    if let first = findings.first {
      if request.isStrict { throw Failure.doubtful(first, at: place) }
      notices.append(Notice(.warning, "\(place): \(findings.map(\.message).joined(separator: " "))"))
    }
    return finish(aggregator, as: result, ContributionList(sources))
  }

  private func read(
    _ member: MergePlan.Member, then next: MergePlan.Member?
  ) async throws(Failure) -> ResultPage {
    do throws(PartialError) {
      return try await member.file.page(member.page, then: next.map { ($0.file, $0.page) })
    } catch {
      throw Failure(error, of: .part)
    }
  }

  /// States of different weights or policies are of different things.
  private func check(
    _ page: ResultPage, against first: ResultPage, _ member: MergePlan.Member, of group: MergePlan.Group
  ) throws(Failure) {
    let what = group.text
    let paths = (group.members[0].file.path, member.file.path)
    if page.state?.isWeighted != first.state?.isWeighted {
      throw .differingParts(
        what, paths.0, paths.1,
        first.state?.isWeighted == true
          ? "weighs contributions by their primaries" : "weighs all contributions alike",
        page.state?.isWeighted == true ? "by their primaries" : "all alike", option: "--weights")
    }
    if (page.state?.ratio == nil) != (first.state?.ratio == nil) {
      func says(_ page: ResultPage) -> String {
        page.state?.ratio == nil ? "has no denominator beside it" : "is weighted by its denominator"
      }
      throw .differingParts(
        what, paths.0, paths.1, says(first), says(page), option: "pages: the denominator is among them")
    }
    if page.operations != first.operations {
      throw .differingParts(
        what, paths.0, paths.1, "has bins changed by \(Self.list(first.operations))",
        "by \(Self.list(page.operations))", option: "--range, --rebin, --sum, --at, --unit and --repair")
    }
    if let policies = zipped(first.state?.policy, page.state?.policy), policies.0 != policies.1 {
      throw .differingParts(
        what, paths.0, paths.1, "has what is not finite by \(policies.0.rawValue)",
        "by \(policies.1.rawValue)", option: "--nan")
    }
  }

  private static func list(_ operations: [String]) -> String {
    operations.isEmpty ? "nothing" : operations.joined(separator: ", ")
  }

  private func zipped<A, B>(_ a: A?, _ b: B?) -> (A, B)? { a.flatMap { a in b.map { (a, $0) } } }

  private func finish(
    _ aggregator: PageAggregator, as first: ResultPage, _ sources: ContributionList
  ) -> ResultPage {
    let combined = aggregator.finish(errors: request.errorKind)
    var page = first
    page.values = combined.values
    page.errors = combined.errors
    page.errorKind = request.errorKind
    page.degreesOfFreedom = combined.degreesOfFreedom
    page.hits = request.partial || request.countsHits && combined.errors != nil ? combined.hits : nil
    page.binContributions = combined.binContributions
    page.contributions = combined.contributions
    page.state =
      request.partial
      ? aggregator.state(isWeighted: first.state?.isWeighted ?? true, sources: sources) : nil
    return page
  }
}
