import { EC2Client } from '@aws-sdk/client-ec2'
import { FakeClock } from '../../../fake-clock.ts'
import { startSandbox } from '../../../start.ts'
import type { RunningSandbox } from '../../../start.ts'
import type { Scope } from '../../../store/store.ts'

/** A practice account for tests with a real SDK client in front of it, whose time the test moves. */
export interface Ec2Account {
  sandbox: RunningSandbox
  clock: FakeClock
  ec2: EC2Client
  accountId: string
  scope: Scope
  credentials: { accessKeyId: string; secretAccessKey: string }
}

export async function openEc2Account(): Promise<Ec2Account> {
  const clock = new FakeClock(Date.now())
  const sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process', clock })
  const { accountId, ...credentials } = sandbox.createAccount()
  const region = 'eu-west-1'
  const ec2 = new EC2Client({ endpoint: sandbox.endpoint, region, credentials })
  const scope = sandbox.sandbox.store.scope(accountId, region)
  return { sandbox, clock, ec2, accountId, scope, credentials }
}

/** The error that a call is refused with, as `Code: message`. */
export function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}
