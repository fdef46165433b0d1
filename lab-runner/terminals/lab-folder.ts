import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The learner's own folder in a lab, with the lab's starter files at its first opening; later changes are the learner's. */
export async function openLabFolder(folder: string, starter: string | null): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(folder, { recursive: true })
  if (starter) await cp(starter, folder, { recursive: true, force: false })
}

/**
 * Begins anew with the starter files. What lay there goes to `<folder>.before-reset`. The folder itself stays, for shells stand
 * in it.
 */
export async function refreshLabFolder(folder: string, starter: string | null): Promise<void> {
  const before = `${folder}.before-reset`
  await mkdir(folder, { recursive: true })
  await rm(before, { recursive: true, force: true })
  await mkdir(before, { recursive: true })
  for (const name of await readdir(folder)) await rename(join(folder, name), join(before, name))
  if (starter) await cp(starter, folder, { recursive: true })
}
