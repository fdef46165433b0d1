import { AwsError } from '../../operation.ts'

/** What a browser's form brings: its fields, by their names in lower case, and the file that comes after them. */
export interface Form {
  fields: Map<string, string>
  file: { name: string; content: AsyncIterable<Buffer> }
}

/** Bytes of all fields before the file. */
const LARGEST_FIELDS = 20 * 1024

/** Reads a form of multipart/form-data up to its file, which is read as it is stored; what comes after it counts for nothing. */
export async function readForm(content: AsyncIterable<Buffer>, contentType: string): Promise<Form> {
  const [, quoted, bare] = /\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw malformed()
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const chunks = content[Symbol.asyncIterator]()
  // The first delimiter may stand at the very beginning.
  let buffer: Buffer = Buffer.from('\r\n')
  let read = 0

  const more = async () => {
    const next = await chunks.next()
    if (next.done) throw malformed()
    buffer = Buffer.concat([buffer, next.value])
  }
  const upTo = async (mark: Buffer): Promise<Buffer> => {
    for (;;) {
      const at = buffer.indexOf(mark)
      if (read + Math.max(at, 0) > LARGEST_FIELDS || (at < 0 && buffer.length > LARGEST_FIELDS + mark.length))
        throw fieldsTooLarge()
      if (at >= 0) {
        const before = buffer.subarray(0, at)
        buffer = buffer.subarray(at + mark.length)
        read += at
        return before
      }
      await more()
    }
  }
  async function* untilDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = buffer.indexOf(delimiter)
      const sure = end >= 0 ? end : Math.max(0, buffer.length - delimiter.length)
      const part = buffer.subarray(0, sure)
      buffer = buffer.subarray(sure)
      if (part.length > 0) yield part
      if (end >= 0) break
      await more()
    }
    while (!(await chunks.next()).done);
  }

  const fields = new Map<string, string>()
  await upTo(delimiter)
  for (;;) {
    while (buffer.length < 2) await more()
    if (buffer.subarray(0, 2).toString() === '--') throw fileMissing()
    const headers = (await upTo(Buffer.from('\r\n\r\n'))).toString()
    const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? ''
    const name = /\bname="([^"]*)"/i.exec(disposition)?.[1]
    if (name === undefined) throw malformed()
    if (name === 'file') {
      const filename = /\bfilename="([^"]*)"/i.exec(disposition)?.[1] ?? ''
      // Some browsers sent the whole path.
      return { fields, file: { name: filename.replace(/^.*[\\/]/, ''), content: untilDelimiter() } }
    }
    fields.set(name.toLowerCase(), (await upTo(delimiter)).toString())
  }
}

const malformed = () =>
  new AwsError(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  )
const fieldsTooLarge = () =>
  new AwsError(
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
  )
const fileMissing = () =>
  new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.', 400, {
    members: { ArgumentName: 'file', ArgumentValue: '0' },
  })
