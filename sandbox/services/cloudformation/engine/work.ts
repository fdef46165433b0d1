import { asText } from '../template/as-text.ts'
import type { Tag } from '@aws-sdk/client-cloudformation'
import { isDeepStrictEqual } from 'node:util'
import type { MadeResource } from '../store.ts'
import { resolveReferences } from './dynamic-references.ts'
import { physicalName } from './physical-name.ts'
import type { Change, Properties, Work } from './resource-type.ts'
import { pause, type Turn } from './turn.ts'

interface Subject {
  logicalId: string
  type: string
  properties: Properties
  token: string
}

/** What a type's handler gets to make a resource. */
export async function workFor(
  turn: Turn,
  subject: Subject,
  made: (physicalId: string, attributes?: Record<string, unknown>) => void = () => undefined,
): Promise<Work> {
  const { sandbox, scope, stack, call } = turn
  const { stackId, stackName } = stack
  const { logicalId, type, token } = subject
  const properties = await resolveReferences(subject.properties, call)
  return {
    ...{ logicalId, type, token, properties, call, sandbox, scope, made },
    ...{ accountId: scope.accountId, region: scope.region, stack: { stackId, stackName } },
    tags: withStackTags(properties, stack.tags),
    pause: ms => pause(turn.signal, ms),
    name: rule => physicalName(stackName, logicalId, token, rule),
  }
}

/** What a type's handler gets to change or remove a resource. */
export async function changeFor(
  turn: Turn,
  resource: MadeResource & { token: string; begunAt?: number },
  before: Properties = resource.properties,
): Promise<Change> {
  const work = await workFor(turn, resource)
  const { physicalId, attributes } = resource
  const former = await resolveReferences(before, turn.call)
  return {
    ...work,
    ...{ physicalId, attributes, before: former },
    begunAt: resource.begunAt ?? turn.sandbox.clock.time(turn.scope.accountId),
    tagsBefore: withStackTags(former, turn.run.previous?.tags ?? turn.stack.tags),
    changes: (...names) => names.some(name => !isDeepStrictEqual(former[name], work.properties[name])),
  }
}

/** A resource's own tags, then those of its stack that it has not itself. */
function withStackTags({ Tags }: Properties, stackTags: Tag[]): Tag[] {
  const own = ownTags(Tags)
  return [...own, ...stackTags.filter(({ Key }) => !own.some(tag => tag.Key === Key))]
}

function ownTags(tags: unknown): Tag[] {
  if (Array.isArray(tags)) {
    return tags.map((tag: { Key: unknown; Value: unknown }) => ({
      Key: String(tag.Key),
      Value: asText(tag.Value ?? ''),
    }))
  }
  if (typeof tags !== 'object' || tags === null) return []
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value: asText(Value) }))
}
