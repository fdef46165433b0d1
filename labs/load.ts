import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { explainErrors } from './explain-errors.ts'
import type { Lab, Mistake, Step } from './define.ts'
import { importError, LabFileError, lineOf } from './lab-file-error.ts'

export { LabFileError } from './lab-file-error.ts'

export interface LoadedStep extends Step {
  id: string
}

export interface LoadedMistake extends Mistake {
  id: string
}

/** A lab with all its files, checked against each other. */
export interface LoadedLab {
  /** The folder's name without its number: `service-behind-alb`. */
  id: string
  directory: string
  lab: Lab
  steps: LoadedStep[]
  mistakes: LoadedMistake[]
  /** Files that the learner's own folder begins with; null when the lab has none. */
  starterDirectory: string | null
}

const NUMBERED = /^(\d{3})-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** All labs in `directory`, in order of their numbers. A file that is wrong throws a LabFileError that names it and the line. */
export async function loadLabs(directory = import.meta.dirname): Promise<LoadedLab[]> {
  const folders = readdirSync(directory)
    .filter(name => NUMBERED.test(name) && statSync(path.join(directory, name)).isDirectory())
    .sort()
  const labs: LoadedLab[] = []
  for (const folder of folders) labs.push(await loadLab(path.join(directory, folder)))
  for (const lab of labs) {
    const other = labs.find(one => one.id === lab.id)
    if (other && other !== lab) {
      throw new LabFileError(
        path.join(lab.directory, 'lab.ts'),
        1,
        `The lab "${lab.id}" is there twice, also in ${other.directory}.`,
        'Rename one of the two folders.',
      )
    }
  }
  return labs
}

/** One lab from its folder `NNN-slug`. */
export async function loadLab(directory: string): Promise<LoadedLab> {
  const id = NUMBERED.exec(path.basename(directory))?.[2] ?? path.basename(directory)
  const lab = await readLab(path.join(directory, 'lab.ts'))
  const steps: LoadedStep[] = []
  for (const file of sourceFiles(path.join(directory, 'steps'))) steps.push(await readStep(file, steps))
  agree(path.join(directory, 'lab.ts'), lab, path.join(directory, 'steps'), steps)
  const mistakes: LoadedMistake[] = []
  for (const file of sourceFiles(path.join(directory, 'mistakes'))) {
    mistakes.push(await readMistake(file, steps))
  }
  const starter = path.join(directory, 'starter')
  return { id, directory, lab, steps, mistakes, starterDirectory: existsSync(starter) ? starter : null }
}

function sourceFiles(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map(name => path.join(directory, name))
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw importError(file, error)
  }
}

async function readLab(file: string): Promise<Lab> {
  if (!existsSync(file)) {
    throw new LabFileError(
      file,
      1,
      'A lab folder without lab.ts.',
      'Add it, with `export default defineLab({ … })`.',
    )
  }
  const { default: lab } = await importFile(file)
  if (!lab || typeof lab !== 'object' || !('steps' in lab)) {
    throw new LabFileError(
      file,
      1,
      'Its default export is not a lab.',
      'Write `export default defineLab({ … })`.',
    )
  }
  return lab as Lab
}

async function readStep(file: string, before: LoadedStep[]): Promise<LoadedStep> {
  const id = NUMBERED.exec(path.basename(file, '.ts'))?.[2]
  if (!id) {
    throw new LabFileError(
      file,
      1,
      'The name of a step file is a number of three digits and a slug, such as 010-create-cluster.ts.',
      'Rename the file.',
    )
  }
  const { default: exported } = await importFile(file)
  if (!exported || typeof exported !== 'object' || !('check' in exported)) {
    throw new LabFileError(
      file,
      1,
      'Its default export is not a step.',
      'Write `export default defineStep({ … })`.',
    )
  }
  const step = exported as Step
  for (const needed of step.needs) {
    if (before.some(one => one.id === needed)) continue
    throw new LabFileError(
      file,
      lineOf(file, `'${needed}'`),
      `It needs the step "${needed}", and no earlier step has that id.`,
      `Name one of: ${before.map(one => one.id).join(', ') || 'none, it is the first step'}.`,
    )
  }
  if (before.some(one => one.id === id)) {
    throw new LabFileError(file, 1, `A second step "${id}".`, 'Rename one of the two files.')
  }
  return { ...step, id, check: context => explainErrors(context, () => step.check(context)) }
}

async function readMistake(file: string, steps: LoadedStep[]): Promise<LoadedMistake> {
  const { default: exported } = await importFile(file)
  if (!exported || typeof exported !== 'object' || !('expect' in exported) || !('step' in exported)) {
    throw new LabFileError(
      file,
      1,
      'Its default export is not a mistake.',
      'Write `export default defineMistake({ … })`.',
    )
  }
  const mistake = exported as Mistake
  if (!steps.some(step => step.id === mistake.step)) {
    throw new LabFileError(
      file,
      lineOf(file, `'${mistake.step}'`),
      `It does the step "${mistake.step}" wrong, and the lab has no such step.`,
      `Name one of: ${steps.map(step => step.id).join(', ')}.`,
    )
  }
  return { ...mistake, id: path.basename(file, '.ts') }
}

/** The site knows only lab.ts, the runner only the files: they must say the same. */
function agree(file: string, lab: Lab, stepsDirectory: string, steps: LoadedStep[]): void {
  for (const [index, listed] of lab.steps.entries()) {
    const step = steps[index]
    if (step?.id === listed.id && step.title === listed.title) continue
    const line = lineOf(file, `'${listed.id}'`)
    if (step?.id === listed.id) {
      throw new LabFileError(
        file,
        line,
        `The step "${listed.id}" is titled "${listed.title}" here, and "${step.title}" in its own file.`,
        'Write the same title in both.',
      )
    }
    throw new LabFileError(
      file,
      line,
      `The ${ordinal(index)} step is "${listed.id}" here, and ${step ? `"${step.id}"` : 'missing'} in ${stepsDirectory}.`,
      'List the steps here in the order of their files, and no others.',
    )
  }
  const unlisted = steps[lab.steps.length]
  if (unlisted) {
    throw new LabFileError(
      file,
      lineOf(file, 'steps:'),
      `The step "${unlisted.id}" has a file in ${stepsDirectory}, and is not listed here.`,
      `Add { id: '${unlisted.id}', title: '${unlisted.title}' } to its steps.`,
    )
  }
}

function ordinal(index: number): string {
  return ['first', 'second', 'third'][index] ?? `${index + 1}th`
}
