import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { startSandbox } from '../start.ts'
import { StoreWriteError } from '../store/store.ts'

test('a full disk is named to the caller, nothing is begun meanwhile, and all goes on when there is room', async () => {
  const running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const { store } = running.sandbox
  const iam = new IAMClient({
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: running.createAccount(),
    maxAttempts: 1,
  })
  const users = async () => (await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)
  const flush = store.flush.bind(store)
  try {
    await iam.send(new CreateUserCommand({ UserName: 'before' }))
    store.flush = () => {
      throw new StoreWriteError('/state.sqlite', new Error('database or disk is full'))
    }
    const call = iam.send(new CreateUserCommand({ UserName: 'refused' }))
    await expect(call).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message:
        'The practice account could not write its state to /state.sqlite: database or disk is full. Nothing it acknowledged is lost. Make room on that disk and try again.',
      $metadata: { httpStatusCode: 503 },
    })
    store.flush = flush
    expect(await users()).toEqual(['before', 'learner'])
  } finally {
    store.flush = flush
    await running.close()
  }
})
