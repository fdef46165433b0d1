import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { createInterface } from 'node:readline/promises'
import { engineEnvironment, shellEnvironment } from '../../lab-runner/terminals/environment.ts'
import { openAccount } from '../../labs/account.ts'
import type { LabAccount } from '../../labs/define.ts'
import { engineHost } from '../../labs/engine/engine-host.ts'
import { openEngine } from '../../labs/engine/open-engine.ts'
import { startSandbox } from '../../sandbox/start.ts'
import { catalogue } from '../catalogue.ts'
import type { VerifyOptions } from './arguments.ts'

/** An account in which a lab is walked through. */
export interface VerifyAccount {
  account: LabAccount
  /** Variables of the lab's shell. */
  environment: Record<string, string>
  /** 1 = as on AWS. */
  timeScale: number
  /** The IAM actions of the SDK calls since the last time this was asked. */
  takeActions(): Set<string>
}

/** Where the labs are verified. */
export interface Target {
  /** For the first line of output. */
  description: string
  /** How many accounts may be in use at once. */
  accountsAtOnce: number
  /** Why labs that need a container engine cannot be tried; undefined when they can. */
  withoutEngine(): Promise<string | undefined>
  /** A fresh account; on AWS the one there is, in which earlier walks were reset. */
  newAccount(): Promise<VerifyAccount>
  close(): Promise<void>
}

/** A practice account server of our own, on a free port, whose state goes when it is closed. */
export async function openSandboxTarget(root: string, options: VerifyOptions): Promise<Target> {
  const running = await startSandbox({
    dataDir: ':memory:',
    catalogue: catalogue(root),
    runtime: options.runtime,
    logLevel: process.env.LOG_LEVEL ?? 'warn',
  })
  return {
    description: `practice account at ${running.endpoint}, tasks as ${options.runtime === 'auto' ? 'the machine allows' : options.runtime}, time ${options.timeScale} × faster`,
    accountsAtOnce: 2,
    withoutEngine: async () =>
      options.runtime === 'process'
        ? 'it needs a container engine, and --runtime process runs tasks without one'
        : engineProblem(),
    close: () => running.close(),
    newAccount: () => {
      const { accountId, accessKeyId, secretAccessKey } = running.createAccount()
      running.sandbox.clock.setScale(accountId, options.timeScale)
      const access = {
        endpoint: running.endpoint,
        httpProxy: running.endpoint,
        region: options.region,
        accountId,
        credentials: { accessKeyId, secretAccessKey },
      }
      const recorder = record()
      return Promise.resolve({
        account: openAccount({ ...access, onRequest: recorder.onRequest }),
        environment: { ...shellEnvironment(access), ...engineEnvironment(engineHost()) },
        timeScale: options.timeScale,
        takeActions: recorder.take,
      })
    },
  }
}

/** The AWS account of the default credentials, after its id was confirmed. */
export async function openAwsTarget(options: VerifyOptions, say: (line: string) => void): Promise<Target> {
  const provider = fromNodeProviderChain({ clientConfig: { region: options.region } })
  const asked = openAccount({ region: options.region, credentials: provider, accountId: '' })
  const { Account: accountId = '', Arn: arn } = await asked.aws.sts
    .send(new GetCallerIdentityCommand({}))
    .catch((error: Error) => {
      const next = 'Sign in, with aws sso login or aws configure, or name a profile in AWS_PROFILE.'
      throw new Error(`AWS does not know who you are: ${error.message}. ${next}`, { cause: error })
    })
  say(`These credentials are ${arn}, account ${accountId}, region ${options.region}.`)
  await confirm(accountId, options.yes)
  return {
    description: `AWS account ${accountId}, ${options.region}`,
    accountsAtOnce: 1,
    withoutEngine: engineProblem,
    close: () => Promise.resolve(),
    newAccount: async () => {
      const recorder = record()
      const { accessKeyId, secretAccessKey, sessionToken } = await provider()
      const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
      const { region } = options
      return {
        account: openAccount({ region, credentials: provider, accountId, onRequest: recorder.onRequest }),
        environment: {
          ...shellEnvironment({ region, accountId, credentials }),
          ...engineEnvironment(engineHost()),
        },
        timeScale: 1,
        takeActions: recorder.take,
      }
    },
  }
}

/** In CI an engine has to be there: what is skipped there has proved nothing. */
async function engineProblem(): Promise<string | undefined> {
  const problem = await openEngine(engineHost()).problem()
  if (problem && process.env['CI'] === 'true')
    throw new Error(`CI needs a container engine. ${problem.observed}`)
  return problem && `it needs a container engine. ${problem.observed}`
}

async function confirm(accountId: string, yes: string | undefined): Promise<void> {
  let typed = yes
  if (typed === undefined && process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    typed = await terminal.question(
      'Labs create and delete resources there, which cost money. Type the account id to go on: ',
    )
    terminal.close()
  }
  if (typed?.trim() === accountId) return
  throw new Error(
    typed === undefined
      ? `Nothing was done. Confirm the account with --yes ${accountId}.`
      : `Nothing was done: got ${JSON.stringify(typed)}, expected ${accountId}.`,
  )
}

function record() {
  let actions = new Set<string>()
  return {
    onRequest: (action: string) => void actions.add(action),
    take: () => {
      const taken = actions
      actions = new Set()
      return taken
    },
  }
}
