import { Router } from 'express'
import { IsNull, Not } from 'typeorm'
import type { Deps } from '../deps.ts'
import { AppError } from '../http/app-error.ts'
import { serve } from '../http/endpoint.ts'
import { logOf } from '../http/log-requests.ts'
import { UserEntity } from '../users/user.entity.ts'
import { deleteFile, downloadFile, listFiles, uploadFile } from './file-endpoints.ts'
import { FileEntity } from './file.entity.ts'
import { receiveFile } from './receive-file.ts'
import { discardFile } from './sweep-files.ts'

/** The files of a user: list, upload, download, delete. */
export function fileRoutes(deps: Deps): Router {
  const { database, stores } = deps
  const files = database.getRepository(FileEntity)
  const router = Router()

  serve(router, listFiles, async ({ params: { userId } }) => {
    await demandUser(userId)
    const rows = await files.find({ where: { userId, storedAt: Not(IsNull()) }, order: { storedAt: 'DESC' } })
    return { files: rows.map(row => ({ ...row, storedAt: row.storedAt ?? 0 })) }
  })

  serve(router, uploadFile, async ({ params: { userId }, query, request }) => {
    await demandUser(userId)
    const type = request.get('content-type')?.slice(0, 127) ?? 'application/octet-stream'
    return receiveFile(deps, { ...query, userId, type }, request)
  })

  serve(router, downloadFile, async ({ params: { userId, fileId }, response }) => {
    const file = await files.findOneBy({ id: fileId, userId, storedAt: Not(IsNull()) })
    if (!file) throw unknownFile()
    const store = stores[file.store]
    if (!store)
      throw new AppError(
        503,
        'store-missing',
        `This file is in ${file.store}, which this task does not have.`,
      )
    // Always a download: a page that somebody uploaded must never run as a page of ours.
    response.attachment(file.name).set('cache-control', 'private, no-cache')
    // Not Express's `set`: that would add a charset, which nobody knows.
    response.setHeader('content-type', file.type)
    await store.send(file.id, response)
    return undefined
  })

  serve(router, deleteFile, async ({ params: { userId, fileId }, response }) => {
    const own = { id: fileId, userId, storedAt: Not(IsNull()) }
    const file = await files.findOneBy(own)
    // Two who delete at once: one has done it, the other hears that it is gone.
    const { affected } = file ? await files.update(own, { userId: null }) : { affected: 0 }
    if (!file || !affected) throw unknownFile()
    await discardFile(deps, file).catch((error: unknown) =>
      logOf(response).warn({ err: error, fileId }, 'the file is left to the sweep'),
    )
    return undefined
  })

  async function demandUser(id: string): Promise<void> {
    if (await database.getRepository(UserEntity).existsBy({ id })) return
    throw new AppError(404, 'unknown-user', 'There is no such user; perhaps it was deleted.')
  }

  return router
}

function unknownFile(): AppError {
  return new AppError(404, 'unknown-file', 'There is no such file; perhaps it was deleted.')
}
