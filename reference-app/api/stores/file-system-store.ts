import { constants } from 'node:fs'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Response } from 'express'
import type { Store } from './store.ts'

/** Files in a folder: a disk, or an EFS that all tasks have mounted. */
export async function createFileSystemStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const whole = (key: string) => path.join(folder, key)
  const part = (key: string) => path.join(folder, `${key}.part`)

  return {
    async write(key, bytes) {
      try {
        const file = await open(part(key), 'wx', 0o600)
        try {
          for await (const chunk of bytes) await file.writeFile(chunk)
          // Without it a power cut could leave a file of the right name and no bytes.
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(part(key), whole(key))
        await syncFolder(folder)
      } catch (error) {
        await rm(part(key), { force: true })
        throw error
      }
    },

    // Express reads Range and conditional headers, and streams.
    send: (key, response: Response) =>
      new Promise((resolve, reject) => {
        response.sendFile(key, { root: folder }, (error?: NodeJS.ErrnoException) => {
          // A browser that goes away in the middle is no failure of ours.
          if (error && error.code !== 'ECONNABORTED' && error.code !== 'EPIPE') reject(error)
          else resolve()
        })
      }),

    async remove(key) {
      await rm(part(key), { force: true })
      await rm(whole(key), { force: true })
    },

    check: () => access(folder, constants.R_OK | constants.W_OK | constants.X_OK),
  }
}

/** Makes a rename last through a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
