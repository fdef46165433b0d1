import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass } from './verdicts.ts'

/** A bucket has an object of that key, and not the one that was known before. Gives `eTag`. */
export async function expectObject(
  { aws }: LabAccount,
  {
    bucket,
    key,
    put,
    otherThan,
  }: { bucket: string; key: string; put: string; otherThan?: string | undefined },
): Promise<Verdict> {
  const expected = `${key} in the bucket ${bucket}`
  try {
    const { ETag: eTag = '', ContentLength = 0 } = await aws.s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    )
    if (eTag !== otherThan) return pass(`${key} is in the bucket, ${ContentLength} bytes.`, { eTag })
    return fail('same-object', {
      title: 'It is still what it was',
      expected: `${expected}, with what you have changed`,
      observed: 'the same bytes as before',
      next: `Put the new one there: \`${put}\``,
    })
  } catch (error) {
    if (!isNotFound(error)) throw error
    return fail('object-missing', {
      title: 'It is not in the bucket',
      expected,
      observed: 'no object of that key',
      next: `Put it there: \`${put}\``,
    })
  }
}
