/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'never-at-rest'
/** Of the cluster, the service and the family. */
export const NAME = 'tower'
