/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'logs-and-metrics'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const CLUSTER = 'shop'
export const FAMILY = 'shop'
export const ROLE = 'shop-execution'
export const DOOR = 'shop-task'
export const LOG_GROUP = '/ecs/shop'
export const RETENTION_IN_DAYS = 7
/** The first part of the log streams' names. */
export const STREAM_PREFIX = 'shop'
/** The containers of the task, and the port of each. */
export const PORTS = { web: 8080, admin: 8081 }
/** Who starts the task that fails. */
export const COLLEAGUE = 'colleague'

/** Lines of answers with status 404, and the tag for their number. */
export const NOT_FOUND_LINES = { logGroup: LOG_GROUP, tag: 'not-found', filterPattern: '{ $.status = 404 }' }
/** The line in which Node says that it lacks a file, and the tag for their number. */
export const MODULE_LINES = { logGroup: LOG_GROUP, tag: 'no-module', filterPattern: '"Cannot find module"' }

/** The metric that the log group's filter makes of answers with status 404. */
export const METRIC = { namespace: 'Shop', name: 'NotFound' }
export const FILTER = 'not-found'
export const ALARM = 'shop-not-found'
/** So many answers with status 404 within a minute are too many. */
export const THRESHOLD = 3
