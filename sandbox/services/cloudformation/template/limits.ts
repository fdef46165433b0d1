import { validationError } from '../errors.ts'
import type { Template } from './template.ts'

/** How many members a section may have. */
const MOST = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 } as const

/** Throws ValidationError for a template that is too large, its loops written out. */
export function checkLimits(template: Template): void {
  for (const [section, most] of Object.entries(MOST) as [keyof typeof MOST, number][]) {
    const count = Object.keys(template[section] ?? {}).length
    if (count > most) {
      throw validationError(
        `Template format error: Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`,
      )
    }
  }
}
