import { isNotFound } from '../explain-errors.ts'
import type { InventoryItem } from './inventory.ts'

/** For services that fail as a whole when one id is gone: describes each by itself, and leaves out what AWS no longer finds. */
export async function standingOneByOne(
  ids: string[],
  describe: (id: string) => Promise<InventoryItem[]>,
): Promise<InventoryItem[]> {
  const items: InventoryItem[] = []
  for (const id of ids) {
    try {
      items.push(...(await describe(id)))
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  return items
}
