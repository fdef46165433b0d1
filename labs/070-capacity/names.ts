/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'capacity'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`

export const CLUSTER = 'fleet'
/** Of the service, and of its task definition. */
export const NAME = 'fleet'
export const PORT = 8080
/** One task always on FARGATE; of the others, one there and three on Spot. */
export const TASKS = 5
export const SPLIT = { FARGATE: 2, FARGATE_SPOT: 3 }
/** The service that asks for machines, and its task definition. */
export const MACHINES = 'fleet-machines'
