/** Names of all that a lab on deployments stands on; one word is in all of them. */
export interface Place {
  /** The lab's id, as its tag `slipway-lab` has it. */
  lab: string
  /** The tag in ECS's spelling, then in everybody else's. */
  ecsTag: string
  tag: string
  /** Of the cluster, the service, the family of task definitions and the load balancer. */
  name: string
  executionRole: string
  logGroup: string
  /** Security groups. */
  doors: { balancer: string; tasks: string }
}

/** The one container of the labs' tasks, the port of the app in it, and where it says that it is well. */
export const CONTAINER = 'app'
export const PORT = 8080
export const HEALTH_CHECK_PATH = '/health/ready'

/** The names that go with `name`, such as `shop`. */
export function placeOf({ lab, name }: { lab: string; name: string }): Place {
  return {
    ...{ lab, name },
    ecsTag: `key=slipway-lab,value=${lab}`,
    tag: `Key=slipway-lab,Value=${lab}`,
    executionRole: `${name}-execution`,
    logGroup: `/ecs/${name}`,
    doors: { balancer: `${name}-alb`, tasks: `${name}-tasks` },
  }
}
