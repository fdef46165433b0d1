import type { Lab } from '../../../labs/define.ts'

/** A lab's metadata, as its folder gives it. */
export interface LabFile {
  id: string
  lab: Lab
}

const files = import.meta.glob<{ default: Lab }>('../../../labs/*/lab.ts', { eager: true })

/** `…/040-service-behind-alb/lab.ts` → `service-behind-alb`: the number orders, and reaches no address. */
export const labIdOf = (path: string): string => path.replace(/^.*\/\d+-([^/]+)\/[^/]+$/, '$1')

/** All labs, in the order of their folders. */
export const labFiles: LabFile[] = Object.entries(files)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([path, { default: lab }]) => ({ id: labIdOf(path), lab }))
