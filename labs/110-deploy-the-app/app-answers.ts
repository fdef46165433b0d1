import type { LabAccount, Verdict } from '../define.ts'
import { waiting } from '../assertions/verdicts.ts'

export interface AppUser {
  id: string
  username: string
}

export interface AppFile {
  id: string
  name: string
  store: string
}

/** What the app answers at a path; the verdict `waiting` while it does not answer 200. */
export async function askApp<T>(
  account: LabAccount,
  { dnsName, path }: { dnsName: string; path: string },
): Promise<{ answer: T } | { verdict: Verdict }> {
  const { status, body } = await account.http(`http://${dnsName}${path}`)
  if (status === 200) return { answer: JSON.parse(body) as T }
  return {
    verdict: waiting('app-unavailable', {
      title: 'The app does not answer as it should',
      expected: `the answer 200 at ${path}`,
      observed: `status ${status}: ${body.slice(0, 160)}`,
      next: 'Wait a moment. If it stays so, open Logs: the app says there what it lacks.',
      retryAfterSeconds: 5,
      aboutSeconds: 60,
    }),
  }
}

/** Path of a user's files, and of one file's content. */
export function filesPath(userId: string): string {
  return `/api/users/${userId}/files`
}
export function contentPath(userId: string, fileId: string): string {
  return `${filesPath(userId)}/${fileId}/content`
}
