import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { createApp } from '../app.ts'
import type { Deps } from '../deps.ts'
import type { DatabaseSettings } from '../configuration.ts'
import { openDatabase } from '../database/connect.ts'
import { createMetrics } from '../http/metrics.ts'
import { createFileSystemStore } from '../stores/file-system-store.ts'
import { parseVersion } from '../version.ts'

/** The app in this process, on a database of the test's choice. */
export async function startTestApp(changes: Partial<Deps> & { settings?: DatabaseSettings } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'uploads-'))
  const { settings = { kind: 'sqlite', file: path.join(folder, 'db.sqlite') }, ...others } = changes
  const database = others.database ?? (await openDatabase(settings))
  const filesDir = path.join(folder, 'files')
  const logged: Record<string, unknown>[] = []
  const deps: Deps = {
    database,
    stores: { 'file-system': await createFileSystemStore(filesDir) },
    maxUploadBytes: 1024 * 1024,
    version: parseVersion('1')!,
    task: { id: 'task-1', zone: null },
    metrics: createMetrics(),
    log: pino(
      { base: null },
      { write: line => void logged.push(JSON.parse(line) as Record<string, unknown>) },
    ),
    publicDir: folder,
    leaving: () => false,
    ...others,
  }
  const server = createServer(createApp(deps))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    deps,
    filesDir,
    logged,
    client: createClient(url),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (database.isInitialized) await database.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

let users = 0

/** What the page does, without the page. */
export function createClient(url: string) {
  const json = async (response: Response) => ({
    status: response.status,
    body: await response.json().catch((): any => null),
  })
  return {
    get: async (route: string) => json(await fetch(`${url}${route}`)),
    register: async (user: object) =>
      json(
        await fetch(`${url}/api/users`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(user),
        }),
      ),
    /** Answers the id of somebody new. */
    async newUser(): Promise<string> {
      const username = `user-${process.pid}-${++users}`
      const { body } = await this.register({ username, email: `${username}@example.com` })
      return body.id as string
    },
    files: async (userId: string) =>
      (await json(await fetch(`${url}/api/users/${userId}/files`))).body.files as any[],
    upload: async (userId: string, name: string, body: BodyInit, store = 'file-system', headers = {}) =>
      json(
        await fetch(`${url}/api/users/${userId}/files?${new URLSearchParams({ name, store }).toString()}`, {
          method: 'POST',
          body,
          headers,
          duplex: 'half',
        } as RequestInit),
      ),
    download: (userId: string, fileId: string, headers = {}) =>
      fetch(`${url}/api/users/${userId}/files/${fileId}/content`, { headers, redirect: 'manual' }),
    remove: async (route: string) => json(await fetch(`${url}/api/users/${route}`, { method: 'DELETE' })),
  }
}
