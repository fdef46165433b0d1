/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'tasks-that-never-start'
/** Of the cluster, the service and the family. */
export const NAME = 'mill'
