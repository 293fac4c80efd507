internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Audit results: what in them is not to be trusted, why, and what to do.",
    discussion: """
      Examples:
        ebb check 20230615 --db yaptide.sqlite
        ebb check 2023-a1 2023-b2 --json | jq '.[] | select(.severity == "error")'
        ebb check workspaces/
        ebb check --all --since 2023-06-01
        ebb check result.h5
        ebb check 20230615 || echo 'look before you use it'

      An error is something stored that is wrong, or cannot be read. A warning may be wrong, or misleads those who \
      read the store by other means. A note is good to know, and an export deals with it. The exit status is 1 \
      where there is an error or a warning, else 0. Of what ebb export wrote it tells what was found when that was \
      written, and what its tasks show.
      """)

  @OptionGroup var jobs: JobOptions
  @OptionGroup var limit: LimitOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      var request = PageRequest()
      request.byteLimit = command.limit.maxPageBytes
      request.threads = command.common.threadCount
      request.keepGoing = true
      let (catalog, simulations) = try await command.jobs.open(request)
      let audit = Audit(of: catalog, byteLimit: request.byteLimit, threads: request.threads)
      let (findings, notices) =
        catalog.combined == nil
        ? (try await audit.run(simulations), []) : try await audit.run(ofCombined: simulations)
      let audits = zip(simulations, findings).map { AuditReport.Audit(jobID: $0.jobID, findings: $1) }
      await catalog.close()
      let report = AuditReport(audits)
      let said = catalog.notices + notices
      command.common.messages.show(said)
      if command.form.form == .table, command.form.columns == nil {
        try command.form.print(report.text(command.form.layout(command.common)))
      } else {
        try command.form.print(report.listing, command.common)
      }
      if audits.contains(where: { $0.findings.contains(where: \.counts) }) {
        throw Failure(.incomplete, "found \(report.summary).")
      }
      if said.contains(where: { $0.level == .leftOut }) {
        throw Failure(.incomplete, "something could not be looked into; see above.")
      }
    }
  }
}
