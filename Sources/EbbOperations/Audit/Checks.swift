/// All checks of several jobs together; their findings come after those of one job.
let jobsChecks: [any JobsCheck] = [RepeatedJobCheck(), SharedSeedsCheck()]

/// All checks of a job. The order is that of the findings of one severity.
let checks: [any Check] = [
  UnreadableCheck(), RepeatedNumbersCheck(), SameResultsCheck(), SharedHistoriesCheck(), UndividedCheck(),
  FarOffCheck(), CountSpreadCheck(), ZeroAveragesCheck(),
  FailedTasksCheck(), AveragedCountsCheck(), AveragedRatiosCheck(),
  MissingPagesCheck(), LostPrimariesCheck(), StatedPrimariesCheck(), UnequalPrimariesCheck(),
  UnequalDirectCheck(), UnknownPrimariesCheck(), SwappedNamesCheck(), LabelsCheck(), MergedFilesCheck(),
  EmptyEstimatorsCheck(), MeshCheck(), PhaseSpaceCheck(), TimesCheck(), NonFiniteCheck(),
  NegativeValuesCheck(), ZeroPagesCheck(),
  OldResultsCheck(), LogarithmicAxesCheck(), AxisUnitsCheck(),
]
