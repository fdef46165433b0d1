import { CreateBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { AccountKey } from '../../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../../start.ts'

export const REGION = 'eu-west-1'

/** A practice account with a client of S3 for a learner. */
export interface TestBuckets {
  running: RunningSandbox
  key: AccountKey
  s3: S3Client
  /** A client with another key, region or endpoint. */
  client(settings?: object): S3Client
  /** A new bucket's name. */
  bucket(): Promise<string>
  close(): Promise<void>
}

export async function openTestBuckets(): Promise<TestBuckets> {
  const running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const key = running.createAccount()
  const client = (settings: object = {}) =>
    new S3Client({
      endpoint: running.endpoint,
      region: REGION,
      credentials: key,
      maxAttempts: 1,
      forcePathStyle: true,
      ...settings,
    })
  const s3 = client()
  let number = 0
  return {
    running,
    key,
    s3,
    client,
    async bucket() {
      const Bucket = `bucket-${++number}`
      await s3.send(new CreateBucketCommand({ Bucket }))
      return Bucket
    },
    close: () => running.close(),
  }
}

/** What a call was refused with; the members of S3's error document beside it. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error
    const { name, message, $metadata, ...members } = error
    return { ...members, name, message, status: $metadata.httpStatusCode }
  }
  throw new Error('The call was expected to be refused, and was not.')
}
