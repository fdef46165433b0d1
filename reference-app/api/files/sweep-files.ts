import { IsNull, LessThan, Not } from 'typeorm'
import type { Deps } from '../deps.ts'
import { FileEntity, type FileRow } from './file.entity.ts'

/** An upload whose task lives renews its row every ten seconds; this is long enough for a database that restarts. */
const ABANDONED_MS = 120_000

type SweepDeps = Pick<Deps, 'database' | 'stores' | 'log'>

/** Removes what uploads of killed tasks have left, and the files that are nobody's any more. */
export async function sweepFiles(deps: SweepDeps, now = Date.now()): Promise<void> {
  const leftovers = await deps.database.getRepository(FileEntity).findBy([
    { storedAt: IsNull(), touchedAt: LessThan(now - ABANDONED_MS) },
    { storedAt: Not(IsNull()), userId: IsNull() },
  ])
  for (const file of leftovers) {
    await discardFile(deps, file)
    deps.log.info({ fileId: file.id, store: file.store }, 'swept')
  }
}

/** Removes the bytes, then the row: in this order a crash between leaves a row, which a sweep can find. */
export async function discardFile({ database, stores }: SweepDeps, { id, store }: FileRow): Promise<void> {
  const place = stores[store]
  if (!place) throw new Error(`This task does not have ${store}, so it cannot remove ${id} from there.`)
  await place.remove(id)
  await database.getRepository(FileEntity).delete(id)
}
