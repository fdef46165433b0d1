import { parseArgs } from 'node:util'

export interface VerifyOptions {
  /** Ids or numbers of labs; all when empty. */
  labs: string[]
  target: 'sandbox' | 'aws'
  runtime: 'auto' | 'docker' | 'process'
  /** How much faster the practice account's time passes. */
  timeScale: number
  /** File for JUnit XML. */
  report: string | undefined
  region: string
  /** Account id that the user confirms on the command line, for `--target aws`. */
  yes: string | undefined
}

export const USAGE = `npm run verify -- [lab…] [options]

Runs every step of each lab in a real terminal: its check must not pass before, and must pass after its commands. Then each
mistake must get its message, the message must mend it, and reset must leave nothing.

  lab                     id or number of a lab, such as service-behind-alb or 040; all labs when none is named
  --target sandbox|aws    the practice account (default), or the AWS account of your credentials
  --region NAME           region (default eu-west-1)
  --runtime NAME          how the practice account runs tasks: auto (default), docker, process
  --time-scale N          how much faster the practice account's time passes (default 60, 1 to 1000)
  --report FILE           writes JUnit XML
  --yes ACCOUNT_ID        confirms the AWS account without asking`

/** A wrong command line; its message says what was got and what is possible. */
export class UsageError extends Error {}

/** The options of a command line, such as `['service-behind-alb', '--time-scale', '20']`. */
export function readArguments(args: string[]): VerifyOptions {
  const { values, positionals } = parse(args)
  const timeScale = Number(values['time-scale'])
  if (!(timeScale >= 1 && timeScale <= 1000)) {
    throw new UsageError(`--time-scale is ${values['time-scale']}; expected a number from 1 to 1000.`)
  }
  return {
    labs: positionals,
    target: oneOf('--target', values.target, ['sandbox', 'aws']),
    runtime: oneOf('--runtime', values.runtime, ['auto', 'docker', 'process']),
    timeScale,
    report: values.report,
    region: values.region,
    yes: values.yes,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        target: { type: 'string', default: 'sandbox' },
        runtime: { type: 'string', default: 'auto' },
        'time-scale': { type: 'string', default: '60' },
        report: { type: 'string' },
        region: { type: 'string', default: 'eu-west-1' },
        yes: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function oneOf<const T extends string>(name: string, value: string, possible: T[]): T {
  const found = possible.find(one => one === value)
  if (found === undefined) throw new UsageError(`${name} is ${value}; expected ${possible.join(' or ')}.`)
  return found
}
