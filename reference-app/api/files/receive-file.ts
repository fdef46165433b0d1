import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { IsNull, Not } from 'typeorm'
import type { Deps } from '../deps.ts'
import { AppError } from '../http/app-error.ts'
import type { StoreId } from '../stores/store.ts'
import { FileEntity, type FileRow } from './file.entity.ts'
import { discardFile } from './sweep-files.ts'

const HEARTBEAT_MS = 10_000

export interface NewFile {
  userId: string
  name: string
  type: string
  store: StoreId
}

/**
 * Stores the bytes of a request as a file. The row comes first and says that bytes are on their way; the file is the user's
 * once the store has all of them. Whatever ends it before that, `sweepFiles` finds the row and removes what is there.
 */
export async function receiveFile(deps: Deps, wanted: NewFile, request: IncomingMessage) {
  const { database, stores, maxUploadBytes, metrics, log } = deps
  const store = stores[wanted.store]
  if (!store) {
    throw new AppError(
      400,
      'store-missing',
      `This task does not offer ${wanted.store}, only ${Object.keys(stores).join(', ')}.`,
    )
  }
  if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes) throw tooLarge(maxUploadBytes)

  const files = database.getRepository(FileEntity)
  const file: FileRow = { id: randomUUID(), ...wanted, size: 0, touchedAt: Date.now(), storedAt: null }
  await files.insert(file)
  const heartbeat = setInterval(() => {
    files
      .update(file.id, { touchedAt: Date.now() })
      .catch((error: unknown) => log.warn({ err: error }, 'no heartbeat'))
  }, HEARTBEAT_MS)
  try {
    await store.write(file.id, countedBytes())
    const storedAt = Date.now()
    const { affected } = await files.update(
      { id: file.id, userId: Not(IsNull()) },
      { size: file.size, storedAt },
    )
    if (!affected) throw new AppError(404, 'unknown-user', 'The user was deleted while the file arrived.')
    metrics.countBytes(file.store, file.size)
    return { ...file, storedAt }
  } catch (error) {
    await discardFile(deps, file).catch((cause: unknown) =>
      log.warn({ err: cause, fileId: file.id }, 'left to the sweep'),
    )
    throw error
  } finally {
    clearInterval(heartbeat)
  }

  /** The bytes as they come, no more than are allowed. */
  async function* countedBytes() {
    // Not destroyed when a store fails in the middle: the connection is still needed for our answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      file.size += chunk.length
      if (file.size > maxUploadBytes) throw tooLarge(maxUploadBytes)
      yield chunk
    }
  }
}

function tooLarge(most: number): AppError {
  return new AppError(
    413,
    'too-large',
    `A file may have ${most / 1024 / 1024} MiB at most. Nothing of it was stored.`,
  )
}
