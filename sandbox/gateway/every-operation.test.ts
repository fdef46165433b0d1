import { existsSync } from 'node:fs'
import path from 'node:path'
import type { NormalizedSchema } from '@smithy/core/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModelOperation } from '../protocol/protocol.ts'
import { requiredCount } from '../protocol/required.ts'
import { sample } from '../protocol/testing/sample.ts'
import { type RunningSandbox, startSandbox } from '../start.ts'
import type { AccountKey } from './accounts.ts'
import { kebabCase, type LoadedService, Services } from './services.ts'

/* Walks every operation that is there with the SDK's own client and schemas: whatever is missing or unknown gets an error that
   the client understands, never a failure of ours, and changes nothing. */

const SERVICES = path.join(import.meta.dirname, '../services')
const services = await Services.discover(SERVICES)
const loaded = (await Promise.all(services.signingNames().map(name => services.bySigningName(name)))).filter(
  service => service !== undefined,
)

const NOT_OF_THE_SCHEMA =
  'The XML you provided was not well-formed or did not validate against our published schema'

interface Client {
  send(command: object): Promise<Record<string, unknown>>
}

interface Refusal extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string }
}

/** What clients look into themselves, and what has to be there for an operation to come further than to say that it is not. */
const special: Record<
  string,
  { config?: object; fixed: Record<string, unknown>; before?: [string, Record<string, unknown>][] }
> = {
  // It would be part of a host name.
  events: { fixed: { EndpointId: undefined } },
  // There is no host stream-127.0.0.1, as live tails have one on AWS.
  logs: { config: { disableHostPrefix: true }, fixed: {} },
  s3: {
    config: { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' },
    fixed: {
      Bucket: 'every-operation',
      ObjectAttributes: ['ETag', 'ObjectParts'],
      OptionalObjectAttributes: ['RestoreStatus'],
      ChecksumAlgorithm: 'SHA256',
      ExpectedBucketOwner: undefined,
      SSECustomerKey: undefined,
      SSECustomerKeyMD5: undefined,
      CopySourceSSECustomerKey: undefined,
      CopySourceSSECustomerKeyMD5: undefined,
    },
    before: [['CreateBucket', { Bucket: 'every-operation' }]],
  },
}

let running: RunningSandbox
let account: AccountKey

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  account = running.createAccount()
})
afterAll(() => running.close())

describe.each(loaded.map(service => ({ id: service.id, service })))('$id', ({ service }) => {
  const operations = [...service.model.operations.values()].filter(isThere(service))

  test(
    'refuses inputs that lack a required member, one by one, and changes nothing',
    { timeout: 60_000 },
    async () => {
      const call = await caller(service)
      const before = stateText()
      for (const operation of operations.filter(({ input }) => !input.isUnitSchema())) {
        const whole = unknown(operation.input)
        const required = [...operation.input.structIterator()].slice(0, requiredCount(operation.input))
        for (const [name, member] of required) {
          const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits()
          // Without a part of its address a REST request is another one.
          if (member.isIdempotencyToken() || httpLabel || httpQuery || httpHeader) continue
          const { [name]: _left, ...rest } = whole
          const refusal = await call(operation.name, rest)
          const what = `${operation.name} without ${name}`
          expect(refusal, what).toBeInstanceOf(Error)
          expectRefusal(refusal as Refusal, what)
          const { name: code, message } = refusal as Refusal
          // S3 alone does not say what its documents lack.
          if (service.id === 's3' && code === 'MalformedXML') expect(message, what).toBe(NOT_OF_THE_SCHEMA)
          else expect(message.toLowerCase(), what).toContain(name.toLowerCase())
        }
      }
      expect(stateText()).toBe(before)
    },
  )

  test(
    'answers unknown ids with an error or with nothing, in a form that the client reads',
    { timeout: 60_000 },
    async () => {
      const call = await caller(service)
      for (const operation of operations) {
        const answer = await call(
          operation.name,
          operation.input.isUnitSchema() ? {} : unknown(operation.input),
        )
        if (answer instanceof Error) expectRefusal(answer, operation.name)
      }
    },
  )

  test('answers inputs with every member set without failing', { timeout: 60_000 }, async () => {
    const call = await caller(service)
    for (const [name, input] of special[service.id]?.before ?? []) await call(name, input)
    for (const operation of operations) {
      const answer = await call(operation.name, (sample(operation.input) ?? {}) as Record<string, unknown>)
      if (answer instanceof Error) expectRefusal(answer, operation.name)
    }
  })
})

function isThere({ id }: LoadedService): (operation: ModelOperation) => boolean {
  return ({ name }) => existsSync(path.join(SERVICES, id, 'operations', `${kebabCase(name)}.ts`))
}

/** A failure of the practice account itself is a 500 InternalFailure, or an answer that the client cannot read. */
function expectRefusal(refusal: Refusal, what: string): void {
  const status = refusal.$metadata?.httpStatusCode
  expect(status, `${what}: ${refusal.name}: ${refusal.message}`).toSatisfy(
    (code?: number) => code !== undefined && ((code >= 400 && code < 500) || code === 501),
  )
  expect(refusal.$metadata?.requestId, what).toMatch(/^[0-9a-f-]{36}$/)
  expect(refusal.name, what).not.toMatch(/^(Error|Unknown|UnknownError|InternalFailure|SyntaxError)$/)
  expect(refusal.message, what).not.toMatch(/undefined|\[object|NaN/)
}

/** Sends as the SDK does, but for its own checks of what is missing. */
async function caller(service: LoadedService) {
  const module = (await service.client()) as Record<string, unknown>
  const name = Object.keys(module).find(key => key.endsWith('Client') && key !== '__Client') ?? ''
  const client = new (module[name] as new (config: object) => Client)({
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: account,
    maxAttempts: 1,
    ...special[service.id]?.config,
  })
  const fixed = Object.entries(special[service.id]?.fixed ?? {})
  return async (operation: string, input: Record<string, unknown>): Promise<object> => {
    const Command = module[`${operation}Command`] as new (input: object) => object
    const whole = { ...input, ...Object.fromEntries(fixed.filter(([name]) => name in input)) }
    return client.send(new Command(whole)).catch((error: unknown) => error as Error)
  }
}

/** Only the required members, with values that name nothing. */
function unknown(schema: NormalizedSchema): Record<string, unknown> {
  const whole = (sample(schema) ?? {}) as Record<string, unknown>
  const required = [...schema.structIterator()].slice(0, requiredCount(schema))
  return Object.fromEntries(
    required.map(([name, member]) => [name, member.isStringSchema() ? 'absent' : whole[name]]),
  )
}

/** The account's documents, but for what reading alone makes: the default VPC and the time. */
function stateText(): string {
  const documents = running.sandbox.store
    .exportAccount(account.accountId)
    .filter(({ kind }) => !kind.startsWith('ec2:') && kind !== 'account:clock')
  return JSON.stringify(documents)
}
