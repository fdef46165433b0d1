import type { TagFilter } from '@aws-sdk/client-resource-groups-tagging-api'
import type { TaggedResource } from './resources.ts'

/** Whether a resource has, for every filter, its key with one of its values (any value when it names none). */
export function hasTags({ tags }: TaggedResource, filters: TagFilter[] = []): boolean {
  return filters.every(({ Key, Values = [] }) =>
    tags.some(tag => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value))),
  )
}

/** Whether a resource is of one of the types, such as `ecs` or `ecs:service`; any is when there is none. */
export function isOfType({ arn }: TaggedResource, types: string[] = []): boolean {
  const [, , service = '', , , ...rest] = arn.split(':')
  const resource = rest.join(':')
  // A bucket's ARN is its name alone.
  const type = service === 's3' ? 'bucket' : resource
  return (
    types.length === 0 ||
    types.some(wanted => {
      const [wantedService, wantedType] = wanted.split(':')
      if (wantedService !== service) return false
      return (
        wantedType === undefined ||
        type === wantedType ||
        new RegExp(`^${escaped(wantedType)}[/:]`).test(type)
      )
    })
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
