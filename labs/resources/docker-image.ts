import type { InventoryItem } from './inventory.ts'
import { notSeen, unlessAbsent } from './docker-container.ts'
import { itemOf, LAB_TAG, type ResourceKind } from './resource-kind.ts'

/** Images that the lab's Dockerfiles have built, stages without a name included: each Dockerfile has the label. */
export const dockerImage: ResourceKind = {
  type: 'docker:image',
  // After the tasks, which may run it.
  order: 70,

  search: ({ engine }, labId) =>
    unlessAbsent([], async () => (await engine.images(`${LAB_TAG}=${labId}`)).map(({ id }) => id)),

  standing: ({ engine }, labId, ids) =>
    unlessAbsent(notSeen(dockerImage, ids), async () => {
      const items: InventoryItem[] = []
      for (const id of ids) {
        const found = await engine.image(id)
        if (!found) continue
        const names =
          found.tags.join(', ') || found.digests[0]?.slice(0, -52) || `without a name, ${id.slice(7, 19)}`
        items.push(...itemOf(dockerImage, labId, found.labels, { id, label: `image ${names}` }))
      }
      return items
    }),

  remove: ({ engine }, { id }) => engine.removeImage(id),
}
