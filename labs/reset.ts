import type { LabAccount, Resource } from './define.ts'
import { deleteInOrder } from './resources/delete-in-order.ts'
import { cloudformationStack } from './resources/cloudformation-stack.ts'
import { confirmAccount } from './resources/confirm-account.ts'
import type { InventoryItem, TeardownOptions } from './resources/inventory.ts'
import { kinds } from './resources/kinds.ts'
import { taggedResources } from './resources/tagged-resources.ts'

export type { InventoryItem, TeardownOptions }

export interface TeardownResult {
  deleted: InventoryItem[]
  left: { item: InventoryItem; reason: string }[]
}

/**
 * What of the lab stands in the account now, in order of deletion. Found by tag, by ledger, and as children of what was found;
 * each is described, so that what AWS still lists but has deleted is not in it.
 */
export async function inventory(
  account: LabAccount,
  labId: string,
  ledger: Resource[],
): Promise<InventoryItem[]> {
  const found = [...(await taggedResources(account, labId)), ...ledger]
  const items: InventoryItem[] = []
  for (const kind of kinds) {
    const ids = new Set(found.filter(({ type }) => type === kind.type).map(({ id }) => id))
    for (const child of (await kind.search?.(account, labId, found)) ?? []) ids.add(child)
    items.push(...(await kind.standing(account, labId, [...ids])))
  }
  for (const { type, id } of found) {
    if (kinds.some(kind => kind.type === type)) continue
    const kept = `Slipway does not know how to delete a resource of the type ${type}. Delete it yourself.`
    items.push({ type, id, label: `${type} ${id}`, order: 1000, kept })
  }
  return items.sort((one, other) => one.order - other.order || one.label.localeCompare(other.label, 'en'))
}

/** Deletes what the lab made, in order of dependency, and proves by a second inventory what is gone and what is left. */
export async function teardown(
  account: LabAccount,
  labId: string,
  ledger: Resource[],
  options: TeardownOptions,
): Promise<TeardownResult> {
  await confirmAccount(account)
  options.report('Looking for what this lab made')
  const before = await inventory(account, labId, ledger)
  const failures = await deleteAll(account, labId, ledger, before, options)
  options.report('Looking again, to prove that nothing is left')
  const after = await inventory(account, labId, ledger)
  const isLeft = (item: InventoryItem) =>
    after.some(other => other.type === item.type && other.id === item.id)
  return {
    deleted: before.filter(item => !isLeft(item)),
    left: after.map(item => ({
      item,
      reason: failures.get(item.id) ?? item.kept ?? 'It was made while the reset ran. Reset again.',
    })),
  }
}

/**
 * Stacks go first, and take what they made with them. One that something outside of it holds, such as a service in its cluster,
 * is tried again after all else.
 */
async function deleteAll(
  account: LabAccount,
  labId: string,
  ledger: Resource[],
  items: InventoryItem[],
  options: TeardownOptions,
): Promise<Map<string, string>> {
  const stacks = items.filter(isStack)
  if (stacks.length === 0) return deleteInOrder(account, items, options)
  await deleteInOrder(account, stacks, options)
  const rest = await inventory(account, labId, ledger)
  return deleteInOrder(account, [...rest.filter(item => !isStack(item)), ...rest.filter(isStack)], options)
}

function isStack({ type }: InventoryItem): boolean {
  return type === cloudformationStack.type
}
