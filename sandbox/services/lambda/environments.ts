import { TooManyRequestsException } from '@aws-sdk/client-lambda'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { codeFolder } from './code.ts'
import { Environment } from './environment.ts'
import { LATEST } from './functions.ts'
import { FunctionLog } from './function-log.ts'
import type { FunctionDocument } from './store.ts'

/** How many of one function run at a time. */
const MOST_AT_A_TIME = 10
/** How long an environment that has nothing to do is kept warm (wall clock). */
const IDLE_MS = 60_000

export interface Warm {
  environment: Environment
  log: FunctionLog
  accountId: string
  functionArn: string
  /** Code and configuration that it was made with. */
  revisionId: string
  /** What was printed since the present event began. */
  lines: string[]
  idle?: NodeJS.Timeout
}

const SDK = path.join(import.meta.dirname, '../../../node_modules')

/** The processes that have functions loaded. */
export class Environments {
  readonly #sandbox: Sandbox
  readonly #warm = new Set<Warm>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** A free environment of the function, made where there is none. Throws TooManyRequestsException. */
  take(scope: Scope, fn: FunctionDocument): Warm {
    const own = [...this.#warm].filter(({ functionArn }) => functionArn === fn.functionArn)
    for (const old of own) if (old.revisionId !== fn.revisionId && !old.environment.busy) this.#drop(old)
    const free = own.find(
      ({ environment, revisionId }) =>
        !environment.busy && !environment.ended && revisionId === fn.revisionId,
    )
    if (free) {
      clearTimeout(free.idle)
      return free
    }
    if (own.filter(({ environment }) => environment.busy).length >= MOST_AT_A_TIME) {
      throw new TooManyRequestsException({
        message: 'Rate Exceeded.',
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
        $metadata: {},
      })
    }
    const log = new FunctionLog(this.#sandbox, scope, fn)
    const environment = new Environment({
      folder: codeFolder(this.#sandbox, scope, fn),
      memorySize: fn.memorySize,
      variables: this.#variables(scope, fn, log.stream),
      print: line => print(warm, line),
    })
    const { accountId } = scope
    const { functionArn, revisionId } = fn
    const warm: Warm = { environment, log, accountId, functionArn, revisionId, lines: [] }
    this.#warm.add(warm)
    return warm
  }

  /** Keeps an environment for the next event of its function. */
  give(warm: Warm): void {
    if (warm.environment.ended) return this.#drop(warm)
    warm.idle = setTimeout(() => this.#drop(warm), IDLE_MS).unref()
  }

  /** Ends the processes of an account, or of all. */
  end(accountId?: string): void {
    for (const warm of this.#warm) if ((accountId ?? warm.accountId) === warm.accountId) this.#drop(warm)
  }

  #drop(warm: Warm): void {
    clearTimeout(warm.idle)
    this.#warm.delete(warm)
    warm.environment.end()
  }

  #variables(scope: Scope, fn: FunctionDocument, stream: string): Record<string, string> {
    const { config } = this.#sandbox
    return {
      ...fn.environment,
      _HANDLER: fn.handler,
      AWS_DEFAULT_REGION: scope.region,
      AWS_ENDPOINT_URL: config.endpoint,
      AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySize),
      AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: fn.version ?? LATEST,
      AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: stream,
      AWS_REGION: scope.region,
      LAMBDA_TASK_ROOT: codeFolder(this.#sandbox, scope, fn),
      LANG: 'en_US.UTF-8',
      // Lambda's Node.js runtimes bring the SDK of AWS along.
      NODE_PATH: SDK,
      PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      TZ: ':UTC',
    }
  }
}

/** Writes a line to the log of an environment's function. */
export function print({ log, lines }: Warm, line: string): void {
  lines.push(line)
  log.print(line)
}
