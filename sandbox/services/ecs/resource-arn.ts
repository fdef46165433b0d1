import type { Service } from '../../gateway/service.ts'

/** ARN of what a request acts on, as IAM policies name it; undefined where the request names none. */
export const resourceArn: NonNullable<Service['resourceArn']> = (operation, input, place) => {
  const of = (type: string, path: string) => `arn:aws:ecs:${place.region}:${place.accountId}:${type}/${path}`
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  const named = (value: unknown) => text(value)?.split('/').at(-1)
  const cluster = named(input.cluster) ?? 'default'

  const whole = text(input.resourceArn) ?? text(input.serviceDeploymentArn)
  if (whole) return whole
  const service =
    named(input.service) ?? (operation === 'CreateService' ? named(input.serviceName) : undefined)
  if (service) return of('service', `${cluster}/${service}`)
  const task = named(input.task)
  if (task) return of('task', `${cluster}/${task}`)
  const instance = named(input.containerInstance)
  if (instance) return of('container-instance', `${cluster}/${instance}`)
  if (operation === 'RunTask' || operation === 'RegisterTaskDefinition') {
    const definition = named(input.taskDefinition) ?? named(input.family)
    if (!definition) return undefined
    return of('task-definition', definition.includes(':') ? definition : `${definition}:*`)
  }
  const clusterName = named(input.cluster) ?? named(input.clusterName)
  return clusterName && /Cluster/.test(operation) ? of('cluster', clusterName) : undefined
}
