import type { LoadedLab } from './load.ts'

/** An IAM policy document. */
export interface Policy {
  Version: '2012-10-17'
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[]
}

/** The reads that the checks of these labs need, as a policy for whoever grants them. */
export function readPolicy(labs: Pick<LoadedLab, 'steps'>[]): Policy {
  const reads = labs.flatMap(({ steps }) => steps.flatMap(step => step.reads))
  const Action = [...new Set([...reads, 'sts:GetCallerIdentity'])].sort()
  return { Version: '2012-10-17', Statement: [{ Sid: 'LabChecks', Effect: 'Allow', Action, Resource: '*' }] }
}

if (import.meta.main) {
  const { loadLabs } = await import('./load.ts')
  const wanted = process.argv.slice(2)
  const labs = await loadLabs()
  const unknown = wanted.find(id => !labs.some(lab => lab.id === id))
  if (unknown)
    throw new Error(`There is no lab "${unknown}". There are: ${labs.map(({ id }) => id).join(', ')}.`)
  const chosen = wanted.length === 0 ? labs : labs.filter(({ id }) => wanted.includes(id))
  process.stdout.write(`${JSON.stringify(readPolicy(chosen), null, 2)}\n`)
}
