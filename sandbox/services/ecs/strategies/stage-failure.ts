/** Thrown by a stage's work: the deployment cannot go on. Its message is the deployment's statusReason. */
export class StageFailure extends Error {
  override readonly name = 'StageFailure'
}

/** The failure of a service whose rules and target groups do not fit. `what` begins with its punctuation. */
export function invalidNetworking(what: string): StageFailure {
  return new StageFailure(`Service deployment rolled back because of invalid networking configuration${what}`)
}

/** The failure of a stage by one of its hooks. */
export function hookFailure(stage: string, reason: string): StageFailure {
  return new StageFailure(
    `Service deployment rolled back because ${stage} lifecycle hook(s) failed. ${reason}`,
  )
}
