import { AwsError } from '../../operation.ts'
import { CHECKSUM_ALGORITHMS, CHECKSUM_BYTES, CHECKSUM_HEADERS, type ChecksumName } from './checksums.ts'

/** What a request says its content's digests are, in the members of the SDK's requests. */
export type DeclaredDigests = { ContentMD5?: string | undefined } & {
  [Name in `Checksum${ChecksumName}`]?: string | undefined
}

/** Checksums that S3 takes and we cannot: to pass over one would be to say that it was right. */
const UNKNOWN: readonly [member: string, header: string][] = [
  ['ChecksumMD5', 'x-amz-checksum-md5'],
  ['ChecksumSHA512', 'x-amz-checksum-sha512'],
  ['ChecksumXXHASH3', 'x-amz-checksum-xxhash3'],
  ['ChecksumXXHASH64', 'x-amz-checksum-xxhash64'],
  ['ChecksumXXHASH128', 'x-amz-checksum-xxhash128'],
]

/** The digests that these headers or trailers declare, beside those already known. Throws 501 for checksums that are not there. */
export function declaredDigests(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  known: DeclaredDigests = {},
): DeclaredDigests {
  const unknown = UNKNOWN.find(([member, header]) => member in known || header in headers)
  if (unknown) throw new AwsError('NotImplemented', `The practice account does not have ${unknown[1]}.`, 501)
  const declared: DeclaredDigests = {}
  const md5 = known.ContentMD5 ?? single(headers['content-md5'])
  if (md5 !== undefined) declared.ContentMD5 = md5
  for (const name of CHECKSUM_ALGORITHMS) {
    const value = known[`Checksum${name}`] ?? single(headers[CHECKSUM_HEADERS[name]])
    if (value !== undefined) declared[`Checksum${name}`] = value
  }
  return declared
}

/** Which checksums have to be taken to compare with, before the trailers have come. */
export function declaredAlgorithms(declared: DeclaredDigests): ChecksumName[] {
  return CHECKSUM_ALGORITHMS.filter(name => declared[`Checksum${name}`] !== undefined)
}

/** Throws InvalidDigest or InvalidRequest for digests that cannot be any. */
export function checkDigestForm(declared: DeclaredDigests): void {
  const { ContentMD5 } = declared
  if (ContentMD5 !== undefined && !isBase64Of(ContentMD5, 16)) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      members: { 'Content-MD5': ContentMD5 },
    })
  }
  const algorithms = declaredAlgorithms(declared)
  const wrong = algorithms.find(name => !isBase64Of(declared[`Checksum${name}`] ?? '', CHECKSUM_BYTES[name]))
  if (wrong) {
    throw new AwsError('InvalidRequest', `Value for ${CHECKSUM_HEADERS[wrong]} header is invalid.`)
  }
  if (algorithms.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  }
}

/** Throws BadDigest when the content is not what the request said it is. */
export function verifyDigests(
  declared: DeclaredDigests,
  md5: Buffer,
  checksums: ReadonlyMap<ChecksumName, Buffer>,
): void {
  checkDigestForm(declared)
  const { ContentMD5 } = declared
  const actual = md5.toString('base64')
  if (ContentMD5 !== undefined && ContentMD5 !== actual) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      members: { ExpectedDigest: ContentMD5, CalculatedDigest: actual },
    })
  }
  for (const name of declaredAlgorithms(declared)) {
    if (checksums.get(name)?.toString('base64') !== declared[`Checksum${name}`]) {
      throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`)
    }
  }
}

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64')
  return decoded.length === bytes && decoded.toString('base64') === text
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
