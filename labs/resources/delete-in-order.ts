import type { LabAccount } from '../define.ts'
import { errorVerdict, isNotFound, isThrottling } from '../explain-errors.ts'
import type { InventoryItem, TeardownOptions } from './inventory.ts'
import { kinds } from './kinds.ts'
import { pause } from './wait.ts'

/** How long AWS may say that something still uses a resource, before it is listed as left. */
const PATIENCE_MS = 5 * 60_000

/**
 * Deletes the items, those of one order together, and answers why some could not be, by id. What stands behind an order's point
 * ranks within it.
 */
export async function deleteInOrder(
  account: LabAccount,
  items: InventoryItem[],
  options: TeardownOptions & { patienceMs?: number },
): Promise<Map<string, string>> {
  const failures = new Map<string, string>()
  const deletable = items.filter(({ kept }) => kept === undefined)
  for (const batch of Map.groupBy(deletable, ({ order }) => Math.floor(order)).values()) {
    await deleteBatch(account, batch, options, failures)
  }
  return failures
}

/** What is still in use is tried again after the others, until patience ends. */
async function deleteBatch(
  account: LabAccount,
  batch: InventoryItem[],
  options: TeardownOptions & { patienceMs?: number },
  failures: Map<string, string>,
): Promise<void> {
  const deadline = Date.now() + (options.patienceMs ?? PATIENCE_MS)
  let pending = batch
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt > 0) await pause(attempt, options.signal)
    const again: InventoryItem[] = []
    for (const item of pending) {
      options.signal.throwIfAborted()
      options.report(`Deleting ${item.label}`)
      const outcome = await remove(account, item, options)
      if (outcome === 'gone') failures.delete(item.id)
      else failures.set(item.id, outcome.reason)
      if (outcome !== 'gone' && outcome.again && Date.now() < deadline) {
        options.report(`Trying again in a moment. ${outcome.reason}`)
        again.push(item)
      }
    }
    pending = again
  }
}

async function remove(
  account: LabAccount,
  item: InventoryItem,
  options: TeardownOptions,
): Promise<'gone' | { reason: string; again: boolean }> {
  try {
    await kinds.find(({ type }) => type === item.type)?.remove(account, item, options)
    return 'gone'
  } catch (error) {
    options.signal.throwIfAborted()
    if (isNotFound(error) || (error instanceof Error && error.name === 'ServiceNotActiveException'))
      return 'gone'
    const { reason, observed } = errorVerdict(error)
    // Without credentials nothing more can be deleted: the reset stops, and goes on when it is started again.
    if (reason.startsWith('credentials-')) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof Error && IN_USE.test(error.name)) {
      return { reason: `Something still uses the ${item.label}; AWS says: ${message}`, again: true }
    }
    return { reason: reason === 'check-failed' ? message : observed, again: isThrottling(error) }
  }
}

/** AWS's names for: not while something else uses it. Most pass by themselves when the user of it is gone. */
const IN_USE =
  /^(DependencyViolation|ResourceInUse(Exception)?|DeleteConflict(Exception)?|ConcurrentModification(Exception)?|OperationAborted(Exception)?|UpdateInProgressException|ClusterContains\w+Exception|OperationNotPermitted(Exception)?|FileSystemInUse|InvalidDB(Instance|SubnetGroup|ParameterGroup)State(Fault)?)$/
