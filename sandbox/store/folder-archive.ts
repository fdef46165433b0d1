import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { snapshotTooLarge } from './snapshot-too-large.ts'

/** Larger archives are not carried: a snapshot has to fit in one request. */
const MOST_BYTES = 8 * 1024 * 1024

/** The contents of a folder as base64 text for a snapshot. Throws SnapshotTooLarge, which names it as `what`. */
export function packFolder(folder: string, what: string, leaveOut: string[] = []): string {
  const excluded = leaveOut.map(name => `--exclude=./${name}`)
  try {
    const options = {
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'],
    }
    return execFileSync('tar', [...excluded, '-czf', '-', '-C', folder, '.'], options).toString('base64')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOBUFS') throw snapshotTooLarge(what, MOST_BYTES)
    throw error
  }
}

/** Puts what `packFolder` packed into a folder, made if it is not there. */
export function unpackFolder(text: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const input = Buffer.from(text, 'base64')
  execFileSync('tar', ['-xzf', '-', '-C', folder], { input, stdio: ['pipe', 'ignore', 'ignore'] })
}
