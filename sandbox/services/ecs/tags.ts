import type { Tag } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { invalidParameter } from './lookup.ts'
import { ecs } from './store.ts'

const MOST = 50

/** Checks tags of a request. Throws InvalidParameterException. */
export function checkedTags(tags: Tag[] | undefined): Tag[] {
  const list = tags ?? []
  if (list.length > MOST) throw invalidParameter(`Too many tags: at most ${MOST} are allowed.`)
  const keys = new Set<string>()
  for (const { key } of list) {
    if (!key) throw invalidParameter('Tag keys must not be empty.')
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidParameter('Tag keys that begin with aws: are reserved for AWS.')
    }
    if (keys.has(key))
      throw invalidParameter('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
    keys.add(key)
  }
  return list.map(({ key, value }) => ({ key, value: value ?? '' }))
}

/** `added` over `tags`, as TagResource does it. */
export function mergeTags(tags: Tag[], added: Tag[]): Tag[] {
  const names = new Set(added.map(({ key }) => key))
  return [...tags.filter(({ key }) => !names.has(key)), ...added]
}

/** What carries tags under this ARN: change `document.tags`, then `save`. */
export function findTagged(
  scope: Scope,
  arn: string,
): { document: { tags: Tag[] }; save: () => void } | undefined {
  const [type, ...path] = (arn.split(':').slice(5).join(':') || '').split('/')
  const id = path.join('/')
  const store = ecs(scope)
  const of = <T extends { tags: Tag[] }>(
    collection: { get(id: string): T | undefined; put(id: string, document: T): void },
    key: string,
  ) => {
    const document = collection.get(key)
    return document && { document, save: () => collection.put(key, document) }
  }
  switch (type) {
    case 'cluster':
      return of(store.clusters, id)
    case 'service':
      return of(store.services, id)
    case 'task':
      return of(store.tasks, path.at(-1) ?? '')
    case 'container-instance':
      return of(store.containerInstances, path.at(-1) ?? '')
    case 'task-definition':
      return of(store.taskDefinitions, id)
    default:
      return undefined
  }
}

/** Everything of ECS that stands and carries tags. */
export function everyTagged(scope: Scope): { arn: string; tags: Tag[] }[] {
  const { clusters, services, tasks, taskDefinitions, containerInstances } = ecs(scope)
  return [
    ...clusters
      .values()
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ clusterArn, tags }) => ({ arn: clusterArn, tags })),
    ...services
      .values()
      .filter(service => service.status !== 'INACTIVE')
      .map(({ serviceArn, tags }) => ({ arn: serviceArn, tags })),
    ...tasks
      .values()
      .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
      .map(({ taskArn, tags }) => ({ arn: taskArn, tags })),
    ...containerInstances
      .values()
      .filter(({ status }) => status !== 'INACTIVE')
      .map(({ containerInstanceArn, tags }) => ({ arn: containerInstanceArn, tags })),
    ...taskDefinitions
      .values()
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ taskDefinitionArn, tags }) => ({ arn: taskDefinitionArn, tags })),
  ].filter(({ tags }) => tags.length > 0)
}
