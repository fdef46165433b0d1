import { hostname } from 'node:os'

/** Which copy of the server answered. */
export interface Task {
  /** Last part of the task's ARN; the host's name where there is no ECS. */
  id: string
  /** Such as eu-west-1a; null where there is no ECS. */
  zone: string | null
}

/** Asks ECS's task metadata endpoint who we are, and remembers the answer; until it answers, the host's name stands in. */
export function taskIdentity(
  metadataUri: string | undefined,
  get: typeof fetch = fetch,
): () => Promise<Task> {
  const stranger: Task = { id: hostname(), zone: null }
  if (!metadataUri) return () => Promise.resolve(stranger)
  let known: Promise<Task> | undefined
  return () => {
    known ??= ask(metadataUri, get).catch(() => {
      known = undefined
      return stranger
    })
    return known
  }
}

async function ask(metadataUri: string, get: typeof fetch): Promise<Task> {
  const response = await get(`${metadataUri}/task`, { signal: AbortSignal.timeout(2000) })
  if (!response.ok) throw new Error(`The task metadata endpoint answered ${response.status}.`)
  const { TaskARN, AvailabilityZone } = (await response.json()) as Record<string, string | undefined>
  const id = TaskARN?.split('/').at(-1)
  if (!id) throw new Error('The task metadata endpoint named no TaskARN.')
  return { id, zone: AvailabilityZone ?? null }
}
