import { hostname } from 'node:os'

/** Which copy of the app this is. */
export interface Task {
  /** Last part of the task's ARN; the host's name where there is no ECS. */
  id: string
  /** Such as eu-west-1a; null where there is no ECS. */
  zone: string | null
}

/** Asks ECS's task metadata endpoint who we are; without an answer the host's name stands in. */
export async function readTask(metadataUri: string | undefined): Promise<Task> {
  const stranger: Task = { id: hostname(), zone: null }
  if (!metadataUri) return stranger
  try {
    const response = await fetch(`${metadataUri}/task`, { signal: AbortSignal.timeout(2000) })
    const { TaskARN, AvailabilityZone } = (await response.json()) as Record<string, string | undefined>
    return { id: TaskARN?.split('/').at(-1) ?? stranger.id, zone: AvailabilityZone ?? null }
  } catch {
    return stranger
  }
}
