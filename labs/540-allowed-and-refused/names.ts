/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'allowed-and-refused'
/** Of the cluster, the service and the family. */
export const NAME = 'vault'
export const PARAMETER = '/vault/greeting'
