import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Sandbox } from '../../operation.ts'
import { type ChecksumName, startChecksum } from './checksums.ts'
import { keepObjectFile, newObjectFile } from './object-files.ts'

/** Bytes that have come whole and are on disk for good, but which no document names yet. */
export interface ReceivedObject {
  size: number
  md5: Buffer
  checksums: Map<ChecksumName, Buffer>
  /** Makes a file of them for a document to name, and answers its id. Synchronous. */
  keep(): string
  /** Throws them away; without effect once they are kept. */
  discard(): Promise<void>
}

/** Bytes that go to the disk in one write. */
const BATCH = 1024 * 1024

/** Streams bytes into a new file, with the checksums taken on the way. What breaks off in the middle leaves nothing. */
export async function receiveObject(
  sandbox: Sandbox,
  accountId: string,
  content: AsyncIterable<Buffer>,
  algorithms: Iterable<ChecksumName> = [],
): Promise<ReceivedObject> {
  const { id, arriving } = newObjectFile(sandbox, accountId)
  const md5 = createHash('md5')
  const running = new Map([...algorithms].map(name => [name, startChecksum(name)]))
  const discard = () => rm(arriving, { force: true })
  let size = 0
  let handle: FileHandle | undefined
  try {
    handle = await open(arriving, 'wx', 0o600)
    let writing: Promise<unknown> = Promise.resolve()
    let batch: Buffer[] = []
    let held = 0
    for await (const chunk of content) {
      size += chunk.length
      held += chunk.length
      batch.push(chunk)
      md5.update(chunk)
      for (const checksum of running.values()) checksum.update(chunk)
      if (held < BATCH) continue
      await writing
      writing = writeAll(handle, batch)
      // It is awaited in the next turn; a failure until then must not count as unhandled.
      writing.catch(() => undefined)
      batch = []
      held = 0
    }
    await writing
    await writeAll(handle, batch)
    await handle.datasync()
  } catch (error) {
    await handle?.close()
    await discard()
    throw error
  }
  await handle.close()
  return {
    size,
    md5: md5.digest(),
    checksums: new Map([...running].map(([name, checksum]) => [name, checksum.digest()])),
    keep: () => {
      keepObjectFile(sandbox, accountId, id, arriving)
      return id
    },
    discard,
  }
}

async function writeAll(handle: FileHandle, batch: Buffer[]): Promise<void> {
  const [only] = batch
  const bytes = batch.length === 1 && only ? only : Buffer.concat(batch)
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at)
    at += bytesWritten
  }
}
