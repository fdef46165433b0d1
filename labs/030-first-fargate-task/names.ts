/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'first-fargate-task'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const CLUSTER = 'first'
export const FAMILY = 'first'
export const ROLE = 'first-execution'
export const DOOR = 'first-task'
export const PORT = 8080
export const LOG_GROUP = '/ecs/first'
/** The first part of the log stream's name. */
export const STREAM_PREFIX = 'first'
