/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'nobody-answers'
/** Of the cluster, the service and the family. */
export const NAME = 'inn'
