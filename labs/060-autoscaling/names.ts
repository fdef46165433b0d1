/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'autoscaling'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const CLUSTER = 'kiosk'
export const SERVICE = 'kiosk'
/** Of the load balancer, the target group and the task definition. */
export const NAME = 'kiosk'
export const ROLE = 'kiosk-execution'
export const DOORS = { balancer: 'kiosk-alb', tasks: 'kiosk-tasks' }
export const PORT = 8080
export const HEALTH_CHECK_PATH = '/health'
export const LOG_GROUP = '/ecs/kiosk'

export const LEAST = 2
export const MOST = 4
/** What is scaled, in Application Auto Scaling's words. */
export const RESOURCE_ID = `service/${CLUSTER}/${SERVICE}`
export const DIMENSION = 'ecs:service:DesiredCount'
export const place = `--service-namespace ecs --resource-id ${RESOURCE_ID} --scalable-dimension ${DIMENSION}`

export const POLICY = 'requests'
export const METRIC = 'ALBRequestCountPerTarget'
/** So many requests a minute are right for one task. */
export const TARGET_VALUE = 20
