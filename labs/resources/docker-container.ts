import { EngineAbsent } from '../engine/engine.ts'
import type { InventoryItem } from './inventory.ts'
import { itemOf, LAB_TAG, type ResourceKind } from './resource-kind.ts'

/** A container that ECS has started belongs to its task, though it has its image's labels. */
const OF_A_TASK = 'com.amazonaws.ecs.container-name'

/** Containers of the learner's own Docker Engine: they have the label of the lab from their image. */
export const dockerContainer: ResourceKind = {
  type: 'docker:container',
  order: 30,

  search: ({ engine }, labId) =>
    unlessAbsent([], async () => {
      const containers = await engine.containers(`${LAB_TAG}=${labId}`)
      return containers.filter(({ labels }) => !(OF_A_TASK in labels)).map(({ id }) => id)
    }),

  standing: ({ engine }, labId, ids) =>
    unlessAbsent(notSeen(dockerContainer, ids), async () => {
      const items: InventoryItem[] = []
      for (const id of ids) {
        const found = await engine.container(id)
        if (!found) continue
        items.push(...itemOf(dockerContainer, labId, found.labels, { id, label: `container ${found.name}` }))
      }
      return items
    }),

  remove: ({ engine }, { id }) => engine.removeContainer(id),
}

/** What the ledger names and nobody can look for: it is there still when Docker is started again. */
export function notSeen(
  { type, order }: Pick<ResourceKind, 'type' | 'order'>,
  ids: string[],
): InventoryItem[] {
  const kept = 'Docker does not answer, so it could not be deleted. Start Docker, and reset again.'
  return ids.map(id => ({ type, id, order, label: `${type.replace(':', ' ')} ${id.slice(0, 19)}`, kept }))
}

/** Without an engine most labs have lost nothing, so they are reset all the same. */
export async function unlessAbsent<T>(otherwise: T, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof EngineAbsent) return otherwise
    throw error
  }
}
