import type { CommandContext } from '../define.ts'

/** The lab's id, as its tag and label `slipway-lab` have it. */
export const LAB = 'push-to-ecr'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const REPOSITORY = 'greeter'
export const CLUSTER = 'pushed'
export const FAMILY = 'greeter'
export const CONTAINER = 'greeter'
export const ROLE = 'greeter-execution'
export const DOOR = 'greeter-task'
export const PORT = 8080
export const LOG_GROUP = '/ecs/greeter'
export const STREAM_PREFIX = 'greeter'

/** The repository's address, as ECR has said it. */
export function uri({ out }: Pick<CommandContext, 'out'>): string {
  return out['create-repository']?.['repositoryUri'] ?? ''
}

/** The command that lets docker in for twelve hours. */
export function login({ out }: Pick<CommandContext, 'out'>): string {
  const registry = out['create-repository']?.['registry'] ?? ''
  return `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`
}
