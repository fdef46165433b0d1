/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'service-behind-alb'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const CLUSTER = 'lab'
export const SERVICE = 'web'
export const PORT = 8080
export const HEALTH_CHECK_PATH = '/health'
export const LOG_GROUP = '/ecs/web'
