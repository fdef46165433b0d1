import { readFile } from 'node:fs/promises'
import { AppError } from '../security/app-error.ts'

export interface PracticeKeys {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

/** Where learners' own accounts come from when they have none: a server with AWS's APIs and an admin API beside them. */
export interface PracticeVendor {
  endpoint: string
  create(): Promise<PracticeKeys>
  /** null when it does not know the account. */
  timeScale(accountId: string): Promise<number | null>
  setTimeScale(accountId: string, scale: number): Promise<number>
}

/** A vendor behind `endpoint`; its admin token is read from the file at each call, for the vendor may start after us. */
export function createPracticeVendor(options: { endpoint: string; adminTokenFile: string }): PracticeVendor {
  async function call(method: string, path: string, body?: object): Promise<unknown> {
    try {
      const token = (await readFile(options.adminTokenFile, 'utf8')).trim()
      const response = await fetch(`${options.endpoint}/_sandbox${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      })
      if (response.status === 404) return null
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`)
      return await response.json()
    } catch (cause) {
      throw new AppError(
        'practice-account-unreachable',
        503,
        `The practice account at ${options.endpoint} does not answer.`,
        { next: 'See whether `npm start` still runs; start it again if not. What you built is kept.', cause },
      )
    }
  }

  return {
    endpoint: options.endpoint,
    create: async () => (await call('POST', '/accounts', {})) as PracticeKeys,
    async timeScale(accountId) {
      const account = (await call('GET', `/accounts/${accountId}`)) as { timeScale: number } | null
      return account ? account.timeScale : null
    },
    async setTimeScale(accountId, scale) {
      const answer = (await call('PUT', `/accounts/${accountId}/clock`, { scale })) as { scale: number }
      return answer.scale
    },
  }
}
