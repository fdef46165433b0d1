import path from 'node:path'
import { loadLabs, type LoadedLab } from '../labs/load.ts'
import { readArguments, USAGE, UsageError, type VerifyOptions } from './verify/arguments.ts'
import { Results } from './verify/results.ts'
import { openAwsTarget, openSandboxTarget, type Target } from './verify/target.ts'
import { endWalks, verifyLab } from './verify/verify-lab.ts'

const root = path.resolve(import.meta.dirname, '..')
const say = (line: string) => void process.stdout.write(`${line}\n`)

if (process.argv.includes('--help')) {
  say(USAGE)
} else {
  process.exitCode = await main().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n${error instanceof UsageError ? `\n${USAGE}\n` : ''}`)
    return 2
  })
}

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2))
  const labs = choose(await loadLabs(), options)
  const target =
    options.target === 'aws' ? await openAwsTarget(options, say) : await openSandboxTarget(root, options)
  const results = new Results(say)
  const stop = () => void closeAndExit(target)
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    say(`Verifying in the ${target.description}.`)
    for (const lab of labs) {
      say(`${lab.id}: ${lab.steps.length} steps, ${lab.mistakes.length} mistakes`)
      await verifyLab(lab, target, results)
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await target.close()
  }
  if (options.report) results.writeJUnit(options.report)
  say(results.summary())
  return results.failed > 0 ? 1 : 0
}

function choose(labs: LoadedLab[], { labs: wanted }: VerifyOptions): LoadedLab[] {
  const names = ({ id, directory }: LoadedLab) => [id, path.basename(directory).slice(0, 3)]
  const unknown = wanted.find(name => !labs.some(lab => names(lab).includes(name)))
  if (unknown !== undefined) {
    throw new UsageError(`There is no lab "${unknown}". There are: ${labs.map(lab => lab.id).join(', ')}.`)
  }
  return wanted.length === 0 ? labs : labs.filter(lab => names(lab).some(name => wanted.includes(name)))
}

async function closeAndExit(target: Target): Promise<never> {
  say(
    'Stopped. What the labs made in the practice account goes with it; on AWS, verify the lab again: its reset takes it.',
  )
  await endWalks()
  await target.close()
  process.exit(130)
}
