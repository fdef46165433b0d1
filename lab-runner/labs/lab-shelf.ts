import type { LoadedLab, LoadedStep } from '@slipway/labs/load.ts'
import { AppError } from '../security/app-error.ts'

/** The labs of this workshop. */
export interface LabShelf {
  all: LoadedLab[]
  /** Throws `unknown-lab`. */
  lab(labId: string): LoadedLab
  /** Throws `unknown-step`. */
  step(lab: LoadedLab, stepId: string): LoadedStep
}

export function createLabShelf(labs: LoadedLab[]): LabShelf {
  return {
    all: labs,
    lab(labId) {
      const found = labs.find(lab => lab.id === labId)
      if (found) return found
      throw new AppError('unknown-lab', 404, `There is no lab "${labId}" here.`, {
        next: `Choose one of: ${labs.map(lab => lab.id).join(', ') || 'none is installed'}.`,
      })
    },
    step(lab, stepId) {
      const found = lab.steps.find(step => step.id === stepId)
      if (found) return found
      throw new AppError('unknown-step', 404, `The lab "${lab.id}" has no step "${stepId}".`, {
        next: 'Reload the page: the lab may have been changed.',
      })
    },
  }
}
