import { openAccount } from './account.ts'
import type { CheckContext } from './define.ts'

/** Answers by command name: `DescribeServices: input => ({ services: [] })`; an Error is thrown to the caller. */
export type Answers = Record<string, (input: never) => object>

export interface FakeAccount extends CheckContext {
  /** The names of the commands sent so far, in order, each with its input. */
  sent: { name: string; input: Record<string, unknown> }[]
}

/** An account for tests: the SDK's own clients, whose `send` answers from `answers` instead of the network. */
export function fakeAccount(answers: Answers, http: CheckContext['http'] = unreachable): FakeAccount {
  const account = openAccount({
    region: 'eu-west-1',
    accountId: '123456789012',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  })
  const sent: FakeAccount['sent'] = []
  const send = (command: { input: Record<string, unknown> }): Promise<object> => {
    const name = command.constructor.name.replace(/Command$/, '')
    sent.push({ name, input: command.input })
    const answer = answers[name]
    if (!answer) return unreachable(name)
    const answered = answer(command.input as never)
    return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered)
  }
  for (const client of Object.values(account.aws)) Object.assign(client, { send })
  return { ...account, http, out: {}, signal: new AbortController().signal, sent }
}

/** An AWS error as the SDK throws it. */
export function awsError(name: string, message = `${name} happened`): Error {
  return Object.assign(new Error(message), { name, $metadata: {} })
}

function unreachable(asked: string): Promise<never> {
  return Promise.reject(new Error(`The test gives no answer for ${asked}.`))
}
