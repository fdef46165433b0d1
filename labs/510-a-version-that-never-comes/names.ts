/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'a-version-that-never-comes'
/** Of the cluster, the service and the family. */
export const NAME = 'press'
